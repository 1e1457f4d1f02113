package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ServerLogTest {
    private static final Duration NOW = Duration.ZERO;

    private final ServerLog log = new ServerLog(1_000);

    private void add(String text) {
        log.add(new LogLine(Instant.EPOCH, 1, text));
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    @Test
    void theOldestLinesGoWhenThereIsTooMuch() {
        add("a".repeat(600));
        add("b".repeat(300));
        add("c".repeat(300));
        assertThat(texts(log.last(10))).containsExactly("b".repeat(300), "c".repeat(300));
        assertThat(texts(log.last(1))).containsExactly("c".repeat(300));
        assertThat(log.last(0)).isEmpty();
        assertThat(log.last(-1)).isEmpty();
        for (int i = 0; i < 2 * ServerLog.MOST_LINES; i++) {
            add("");
        }
        assertThat(log.last(Integer.MAX_VALUE)).hasSize(ServerLog.MOST_LINES);
    }

    @Test
    void aFeedBeginsWithTheTailAndLeavesNothingOut() throws Exception {
        int count = 1_500;
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int i = 0; i < count; i++) {
                    add(Integer.toString(i));
                }
            });
            List<String> read = new ArrayList<>();
            try (LogFeed feed = log.follow(ServerLog.MOST_LINES)) {
                while (read.isEmpty() || !read.get(read.size() - 1).equals(Integer.toString(count - 1))) {
                    feed.next(Duration.ofSeconds(20)).ifPresent(line -> read.add(line.text()));
                }
                assertThat(feed.missed()).isZero();
            }
            writing.get();
            int first = Integer.parseInt(read.get(0));
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i)).isEqualTo(Integer.toString(first + i));
            }
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void aReaderThatIsSlowLosesLinesAndIsTold() throws InterruptedException {
        try (LogFeed feed = log.follow(0)) {
            for (int i = 0; i < 5_000; i++) {
                add("x");
            }
            int read = 0;
            while (feed.next(NOW).isPresent()) {
                read++;
            }
            assertThat(read + feed.missed()).isEqualTo(5_000);
            assertThat(feed.missed()).isZero();
        }
    }

    @Test
    void aFeedThatIsClosedHearsNothing() throws InterruptedException {
        LogFeed feed = log.follow(0);
        feed.close();
        feed.close();
        add("x");
        assertThat(feed.next(NOW)).isEqualTo(Optional.empty());
    }
}
