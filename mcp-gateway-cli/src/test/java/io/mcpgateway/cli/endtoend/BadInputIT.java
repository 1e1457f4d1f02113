package io.mcpgateway.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.endtoend.Typed.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file that a command reads, in every bad way: one line on standard error that names the file and quotes nothing of
 * it, status 2, and the home as it was. And in the odd ways that are all right. Every fourth pair of file and way is tried, all
 * with {@code -Dsoak.badInput=true}.
 */
class BadInputIT {
    private static final int AT_ONCE = 2;
    private static final boolean ALL = Boolean.getBoolean("soak.badInput");
    private static final int LONGEST_LINE = 400;

    @TempDir
    static Path directory;

    private static Props props;
    private static ExecutorService processes;
    private static final Map<String, Future<?>> TRIED = new LinkedHashMap<>();

    @BeforeAll
    static void tryAll() throws Exception {
        props = new Props(directory);
        props.makeArchive();
        processes = Executors.newFixedThreadPool(AT_ONCE);
        for (Reading reading : Reading.values()) {
            for (Oddity oddity : Oddity.values()) {
                boolean chosen = ALL || (reading.ordinal() + oddity.ordinal()) % 4 == 0;
                if (chosen && oddity.concerns(reading)) {
                    String name = reading.command() + ": " + reading.file() + " " + oddity.words();
                    TRIED.put(name, processes.submit(() -> {
                        attempt(reading, oddity);
                        return null;
                    }));
                }
            }
        }
    }

    @AfterAll
    static void end() {
        processes.shutdownNow();
        props.close();
    }

    private static void attempt(Reading reading, Oddity oddity) throws IOException, InterruptedException {
        Path root = Files.createDirectories(directory.resolve(reading.name() + "-" + oddity.name()));
        Path home = Typed.home(root, "used");
        oddity.make(home.resolve(reading.file()), reading);
        Map<String, String> before = Typed.fingerprint(home);

        Shown shown = Typed.run(props, root, home, "mcp-gateway " + reading.command());

        if (oddity.isAllRight()) {
            assertThat(shown.status()).as(shown.err()).isZero();
            return;
        }
        shown.isOneLine(2, reading.shownAs(home));
        assertThat(shown.err()).hasSizeLessThan(LONGEST_LINE).doesNotContain(Oddity.SECRET);
        assertThat(shown.out()).isEmpty();
        assertThat(Typed.fingerprint(home)).isEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> readings() {
        return TRIED.entrySet().stream()
                .map(tried -> DynamicTest.dynamicTest(
                        tried.getKey(), () -> tried.getValue().get()));
    }
}
