package io.mcpgateway.egress.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostNamesTest {
    /** In a JVM whose name server is a file, which knows all of these. */
    @Test
    void aNameServerIsNotAskedForWhatLooksLikeAnAddress(@TempDir Path directory) throws Exception {
        String[] texts = {".:1", ".abba.cc:", "f.:", "1:2", ":1", "1.2.3.4:5"};
        Path hosts = Files.writeString(directory.resolve("hosts"), "192.0.2.1 " + String.join(" ", texts) + "\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        classes(HostNames.class) + File.pathSeparator + classes(Literals.class),
                        Literals.class.getName(),
                        String.join(" ", texts))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    private static String classes(Class<?> some) throws URISyntaxException {
        return Path.of(some.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Prints which of its words are addresses. */
    static final class Literals {
        public static void main(String[] words) {
            for (String text : words[0].split(" ")) {
                HostNames.literal(text).ifPresent(address -> System.out.println(text + " is " + address));
            }
        }
    }
}
