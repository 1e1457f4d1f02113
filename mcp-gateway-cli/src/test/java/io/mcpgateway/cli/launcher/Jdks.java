package io.mcpgateway.cli.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDKs that tests run the launcher with: the one of this JVM, and the newest that is installed if it is newer. */
final class Jdks {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Jdks() {}

    static List<Path> all() {
        Path own = Path.of(System.getProperty("java.home"));
        List<Path> jdks = new ArrayList<>(List.of(own));
        Optional<Path> newest = installed().max(Comparator.comparingInt(Jdks::major));
        if (newest.isPresent() && major(newest.get()) > Runtime.version().feature()) {
            jdks.add(newest.get());
        } else {
            System.err.println(
                    "SKIPPED: no JDK newer than this one is in /usr/lib/jvm; the launcher is tried with " + own);
        }
        return jdks;
    }

    private static Stream<Path> installed() {
        Path directory = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> homes = Files.list(directory)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java"))).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int major(Path home) {
        try {
            Path release = home.resolve("release");
            Matcher matcher = VERSION.matcher(Files.exists(release) ? Files.readString(release) : "");
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
