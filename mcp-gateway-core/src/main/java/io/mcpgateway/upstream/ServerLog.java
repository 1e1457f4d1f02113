package io.mcpgateway.upstream;

import io.mcpgateway.workload.LogFeed;
import io.mcpgateway.workload.LogLine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last lines that the workloads of one server wrote to standard error, those that have ended included, and who follows
 * them. Thread-safe: the monitor guards the lines, and is held for a few instructions; a reader that is slow loses lines and
 * holds nobody back.
 */
final class ServerLog {
    static final int MOST_LINES = 2_000;

    private final int mostCharacters;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
    private int characters;

    /** A log that holds this many characters at most. */
    ServerLog(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    synchronized void add(LogLine line) {
        lines.addLast(line);
        characters += line.text().length();
        while (lines.size() > MOST_LINES || (characters > mostCharacters && lines.size() > 1)) {
            characters -= lines.removeFirst().text().length();
        }
        feeds.forEach(feed -> feed.offer(line));
    }

    synchronized List<LogLine> last(int count) {
        List<LogLine> all = new ArrayList<>(lines);
        return all.subList(Math.max(0, all.size() - Math.max(0, count)), all.size());
    }

    /** The last lines, and then each that comes: none twice, and none between the two left out. */
    synchronized LogFeed follow(int tail) {
        Feed feed = new Feed();
        last(tail).forEach(feed::offer);
        feeds.add(feed);
        return feed;
    }

    /** What one reader has not read yet. */
    private final class Feed implements LogFeed {
        private final BlockingQueue<LogLine> unread = new ArrayBlockingQueue<>(MOST_LINES + 1_000);
        private final AtomicLong missed = new AtomicLong();

        void offer(LogLine line) {
            if (!unread.offer(line)) {
                missed.incrementAndGet();
            }
        }

        @Override
        public Optional<LogLine> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(unread.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        }

        @Override
        public long missed() {
            return missed.getAndSet(0);
        }

        @Override
        public void close() {
            feeds.remove(this);
        }
    }
}
