package io.mcpgateway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of {@code docs/attacks.md} names tests, and those tests are there. */
final class AttackRowsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Map<String, List<Path>> classes = testClasses();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(ROOT.resolve("docs/attacks.md"))) {
            if (!line.startsWith("| ") || line.startsWith("| --- |") || line.startsWith("| tried |")) {
                continue;
            }
            rows++;
            Matcher test = TEST.matcher(line);
            if (!test.find()) {
                wrong.add("no test: " + line);
                continue;
            }
            do {
                if (!isThere(classes.getOrDefault(test.group(1), List.of()), test.group(2))) {
                    wrong.add("no such test: " + test.group());
                }
            } while (test.find());
        }

        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(40);
    }

    private static boolean isThere(List<Path> files, String method) throws IOException {
        for (Path file : files) {
            if (Files.readString(file).contains("void " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    /** By simple name, which two modules may use for classes of their own. */
    private static Map<String, List<Path>> testClasses() throws IOException {
        Map<String, List<Path>> classes = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                for (String sources : List.of("src/test/java", "src/main/java")) {
                    Path directory = module.resolve(sources);
                    if (Files.isDirectory(directory)) {
                        add(directory, classes);
                    }
                }
            }
        }
        return classes;
    }

    private static void add(Path directory, Map<String, List<Path>> classes) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> classes.computeIfAbsent(
                                    file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                            .add(file));
        }
    }
}
