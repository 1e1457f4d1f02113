package io.mcpgateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.spi.Watchable.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final AtomicInteger told = new AtomicInteger();

    @Test
    void aFileThatAppearsChangesAndGoesIsTold() throws IOException {
        Path file = directory.resolve("a.yaml");
        try (Watch watch = new FileWatcher(List.of(file), QUIET, POLL).watch(told::incrementAndGet)) {
            Files.writeString(file, "1");
            awaitTold(1);
            Files.writeString(file, "2");
            awaitTold(2);
            Files.delete(file);
            awaitTold(3);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void aDirectoryThatAppearsLaterIsSeenByThePoll() throws IOException {
        Path file = directory.resolve("later/deeper/a.yaml");
        try (Watch watch = new FileWatcher(List.of(file), QUIET, POLL).watch(told::incrementAndGet)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "1");
            awaitTold(1);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void aFileInAWatchedDirectoryIsTold() throws IOException {
        try (Watch watch = new FileWatcher(List.of(directory), QUIET, POLL).watch(told::incrementAndGet)) {
            Files.writeString(directory.resolve("new.yaml"), "1");
            awaitTold(1);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void touchingAFileAndItsNeighboursIsNoChange() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "1");
        try (Watch watch = new FileWatcher(List.of(file), QUIET, POLL).watch(told::incrementAndGet)) {
            Files.writeString(directory.resolve("neighbour.log"), "noise");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            Files.writeString(file, "1");
            // The next real change is the first that is told.
            Files.writeString(directory.resolve("b"), "x");
            Files.writeString(file, "2");
            awaitTold(1);
            assertThat(watch).isNotNull();
        }
        assertThat(told).hasValue(1);
    }

    @Test
    void aListenerThatThrowsIsCalledAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "1");
        Runnable broken = () -> {
            told.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        };
        try (Watch watch = new FileWatcher(List.of(file), QUIET, POLL).watch(broken)) {
            Files.writeString(file, "2");
            awaitTold(1);
            Files.writeString(file, "3");
            awaitTold(2);
            assertThat(watch).isNotNull();
        }
    }

    private void awaitTold(int times) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(told).hasValueGreaterThanOrEqualTo(times));
    }
}
