package io.mcpgateway.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Lines for {@code sh} in a person's home, and what comes of them. */
final class Typed {
    private static final int SECONDS = 60;
    private static final long LARGE = 1 << 20;

    private Typed() {}

    /** What a line showed, and how it ended. */
    record Shown(int status, String out, String err) {
        /** It failed with this status, and said so in one line that names this. */
        void isOneLine(int expected, String name) {
            assertThat(err).as("status %d, standard output: %s", status, out).contains(name);
            assertThat(err.lines()).as(err).hasSize(1);
            assertThat(err).doesNotContain("at fault", "Exception", "StackOverflow", "OutOfMemory");
            assertThat(status).as(err).isEqualTo(expected);
        }
    }

    /** A home that is a copy of one of those in {@code homes}. */
    static Path home(Path root, String name) throws IOException {
        Path home = Files.createDirectories(root.resolve("home"));
        Path from = Scenario.DIRECTORY.resolveSibling("homes").resolve(name);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = home.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return home;
    }

    /** Runs a line without input; the environment is that of {@link Props}. */
    static Shown run(Props props, Path root, Path home, String line) throws IOException, InterruptedException {
        return run(props, root, home, line, Map.of(), Files.write(root.resolve("in"), new byte[0]));
    }

    static Shown run(Props props, Path root, Path home, String line, Map<String, String> more, Path in)
            throws IOException, InterruptedException {
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line)
                .directory(home.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(props.environment());
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(more);
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError(
                    "'" + line + "' has not ended within " + SECONDS + " s; it said: " + text(out) + text(err));
        }
        return new Shown(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Each file under a directory and what it holds, but for locks, which stay. */
    static Map<String, String> fingerprint(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.toList()) {
                if (!file.toString().endsWith(".lock")) {
                    files.put(directory.relativize(file).toString(), content(file));
                }
            }
        }
        return files;
    }

    private static String content(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "-> " + Files.readSymbolicLink(file);
        }
        if (Files.isDirectory(file)) {
            return "directory";
        }
        String permissions =
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).toString();
        if (!Files.isRegularFile(file) || Files.size(file) > LARGE) {
            return permissions + Files.size(file) + Files.getLastModifiedTime(file);
        }
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return permissions + sum.getValue();
    }
}
