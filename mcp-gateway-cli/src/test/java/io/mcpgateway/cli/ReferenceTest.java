package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The pages {@code docs/reference/*.md} are what the commands' help says. With {@code -Dreference.write=true} they are
 * written; without it a page that differs fails.
 */
class ReferenceTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");

    @TempDir
    Path home;

    @Test
    void thePagesAreWhatTheHelpSays() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (Node top : root().children()) {
            if (root().visible().containsKey(top.name())) {
                StringBuilder page = new StringBuilder("# mcp-gateway " + top.name() + "\n");
                describe(top, List.of(top.name()), page);
                pages.put(top.name() + ".md", page.toString());
            }
        }
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(PAGES);
            pages.forEach(ReferenceTest::write);
        }
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(PAGES)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(found)
                .as("run 'mvn -pl mcp-gateway-cli -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dreference.write=true' to write them")
                .isEqualTo(pages);
    }

    private static void write(String name, String page) {
        try {
            Files.writeString(PAGES.resolve(name), page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node root() {
        return tree().root();
    }

    private static CommandTree tree() {
        return new CommandTree(new Session(new Console(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Terminal.NONE)));
    }

    private static Stream<Arguments> commands() {
        List<Arguments> all = new ArrayList<>();
        collect(root(), "", all);
        return all.stream();
    }

    private static void collect(Node node, String words, List<Arguments> all) {
        for (Node child : node.children()) {
            String name = (words + " " + child.name()).strip();
            if (!name.equals("__train")) { // the launcher's own
                all.add(argumentSet(name, name, child));
                collect(child, name, all);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItIsHowItIsCalledAndWhatEachFlagIsFor(String words, Node node) {
        CommandSpec spec = node.whole();

        assertThat(spec.usageMessage().description()).singleElement().asString().isNotBlank();
        assertThat(spec.options()).isNotNull().allSatisfy(option -> {
            if (!option.hidden()) {
                assertThat(option.description()).as(option.longestName()).isNotEmpty();
                assertThat(String.join("", option.description()))
                        .as(option.longestName())
                        .isNotBlank();
            }
        });
        assertThat(spec.positionalParameters())
                .allSatisfy(parameter -> assertThat(String.join("", parameter.description()))
                        .as(parameter.paramLabel())
                        .isNotBlank());
        Cli.Result help = new Cli(home).run((words + " --help").split(" "));
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: mcp-gateway " + words);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamplesThatParse(String words, Node node) {
        if (node.children().isEmpty() && !words.equals("version")) {
            assertThat(node.examples()).isNotEmpty();
        }
        for (String example : node.examples()) {
            List<String> typed = typed(example);
            String[] arguments = typed.subList(1, typed.size()).toArray(String[]::new);

            assertThat(typed.get(0)).as(example).isEqualTo("mcp-gateway");
            ParseResult parsed = tree().build(arguments).parseArgs(arguments);

            List<String> named = new ArrayList<>();
            for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
                named.add(at.subcommand().commandSpec().name());
            }
            assertThat(String.join(" ", named)).as(example).startsWith(words);
        }
    }

    /** The words that the program gets when a shell reads the line. */
    private static List<String> typed(String line) {
        String call = line.replaceFirst("^.*<\\((.*)\\)$", "$1").replaceFirst(" [<>|] .*$", "");
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?:[^\\s']|'[^']*')+").matcher(call);
        while (matcher.find()) {
            words.add(matcher.group().replace("'", ""));
        }
        return words;
    }

    private void describe(Node node, List<String> words, StringBuilder page) {
        List<String> help = new ArrayList<>(words);
        help.add("--help");
        Cli.Result result = new Cli(home).run(help.toArray(String[]::new));
        assertThat(result.status()).as(String.join(" ", words)).isZero();
        if (words.size() > 1) {
            page.append("\n## ").append(String.join(" ", words)).append('\n');
        }
        page.append("\n```text\n").append(result.out().stripTrailing()).append("\n```\n");
        for (Node child : node.children()) {
            if (node.visible().containsKey(child.name())) {
                List<String> below = new ArrayList<>(words);
                below.add(child.name());
                describe(child, below, page);
            }
        }
    }
}
