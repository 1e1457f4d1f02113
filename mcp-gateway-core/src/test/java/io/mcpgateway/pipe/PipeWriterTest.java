package io.mcpgateway.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeWriterTest {
    private static final long PLENTY = 1 << 20;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<IOException> broken = new CopyOnWriteArrayList<>();
    private final SmallPipe pipe = new SmallPipe();

    @AfterEach
    void end() {
        pipe.open();
        executor.shutdownNow();
    }

    /** A pipe that holds 4 KiB; writes block while it is full, and it remembers who was blocked. */
    private static final class SmallPipe extends OutputStream {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private int unread;
        private int writes;
        private boolean open;
        private IOException failure;
        private final List<Thread> blocked = new ArrayList<>();
        private final List<Thread> writers = new ArrayList<>();

        @Override
        public void write(int b) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            writes++;
            writers.add(Thread.currentThread());
            int from = offset;
            int end = offset + length;
            while (from < end) {
                while (unread >= 4096 && !open && failure == null) {
                    blocked.add(Thread.currentThread());
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                if (failure != null) {
                    throw failure;
                }
                int count = open ? end - from : Math.min(end - from, 4096 - unread);
                all.write(bytes, from, count);
                unread += count;
                from += count;
            }
        }

        synchronized void read() {
            unread = 0;
            notifyAll();
        }

        synchronized void open() {
            open = true;
            notifyAll();
        }

        synchronized void fail(IOException with) {
            failure = with;
            notifyAll();
        }

        synchronized List<String> lines() {
            String text = all.toString(StandardCharsets.UTF_8);
            return text.isEmpty() ? List.of() : List.of(text.split("\n"));
        }

        synchronized int writes() {
            return writes;
        }

        synchronized List<Thread> blocked() {
            return List.copyOf(blocked);
        }

        synchronized List<Thread> writers() {
            return List.copyOf(writers);
        }
    }

    private PipeWriter writer(Executor on, long max) {
        return new PipeWriter(pipe, on, max, broken::add);
    }

    private static JsonText line(String start, int length) {
        return JsonText.of(start + "x".repeat(Math.max(0, length - start.length())));
    }

    @Test
    void noCallerBlocksHoweverLongNobodyReadsAndEachCallersOrderIsKept() throws Exception {
        PipeWriter writer = writer(executor, 64 << 20);
        List<Thread> callers = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int c = 0; c < 16; c++) {
            int caller = c;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int i = 0; i < 500; i++) {
                    writer.write(line(caller + " " + i + " ", 20 + (i * 37) % 3000), 1 + caller * 500L + i);
                }
            });
            callers.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread caller : callers) {
            caller.join(20_000);
            assertThat(caller.isAlive()).isFalse();
        }
        assertThat(pipe.blocked()).doesNotContainAnyElementsOf(callers);
        pipe.open();
        assertThat(writer.awaitWritten(Duration.ofSeconds(20))).isTrue();
        assertThat(pipe.lines()).hasSize(16 * 500);
        Map<String, Integer> next = new HashMap<>();
        for (String line : pipe.lines()) {
            String[] parts = line.split(" ");
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theCallerWritesItselfAsLongAsTheReaderIsKnownToKeepUp() {
        PipeWriter writer = writer(
                task -> {
                    throw new AssertionError("handed over");
                },
                PLENTY);
        for (int id = 1; id <= 1000; id++) {
            writer.write(line("", 1000), id);
            pipe.read();
            writer.answered(id);
        }
        assertThat(pipe.writers()).hasSize(1000).containsOnly(Thread.currentThread());
    }

    @Test
    void anAnswerToSomethingElseIsNotBelieved() {
        PipeWriter writer = writer(executor, PLENTY);
        writer.write(line("", 3000), 1);
        writer.answered(257); // shares the slot of 1
        writer.answered(2);
        writer.write(line("", 3000), 3);
        await().until(() -> !pipe.blocked().isEmpty());
        assertThat(pipe.blocked()).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatWaitedGoesOutInFewWrites() {
        PipeWriter writer = writer(executor, PLENTY);
        writer.write(line("", 9000), 0);
        await().until(() -> !pipe.blocked().isEmpty());
        int before = pipe.writes();
        for (int i = 0; i < 1000; i++) {
            writer.write(line("", 30), 0);
        }
        pipe.open();
        assertThat(writer.awaitWritten(Duration.ofSeconds(10))).isTrue();
        assertThat(pipe.lines()).hasSize(1001);
        assertThat(pipe.writes() - before).isLessThan(4);
    }

    @Test
    void largeLinesKeepTheirPlace() {
        PipeWriter writer = writer(executor, 10 << 20);
        pipe.open();
        for (int i = 0; i < 20; i++) {
            writer.write(line(i + " ", i % 2 == 0 ? 200_000 : 10), 0);
        }
        assertThat(writer.awaitWritten(Duration.ofSeconds(10))).isTrue();
        List<String> lines = pipe.lines();
        assertThat(lines).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(lines.get(i)).startsWith(i + " ").hasSize(i % 2 == 0 ? 200_000 : 10);
        }
    }

    @Test
    void aBrokenPipeIsToldOnceAndNothingBlocksOrThrowsAfterwards() throws Exception {
        PipeWriter writer = writer(executor, PLENTY);
        writer.write(line("", 9000), 0);
        await().until(() -> !pipe.blocked().isEmpty());
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < 8; c++) {
            Thread caller = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    writer.write(line("", 10), 0);
                }
            });
            callers.add(caller);
            caller.start();
        }
        pipe.fail(new IOException("Broken pipe"));
        for (Thread caller : callers) {
            caller.join(10_000);
        }
        await().untilAsserted(() -> assertThat(broken).hasSize(1));
        assertThat(writer.awaitWritten(Duration.ofSeconds(10))).isTrue();
        writer.write(line("", 10), 0);
        assertThat(broken).hasSize(1).first().extracting(Throwable::getMessage).isEqualTo("Broken pipe");
    }

    @Test
    void aStreamThatThrowsSomethingElseIsBrokenToo() {
        OutputStream odd = new OutputStream() {
            @Override
            public void write(int b) {
                throw new IllegalStateException("odd");
            }
        };
        PipeWriter writer = new PipeWriter(odd, executor, PLENTY, broken::add);
        writer.write(JsonText.of("{}"), 0);
        writer.write(JsonText.of("{}"), 0);
        assertThat(broken).hasSize(1);
        assertThat(broken.get(0)).hasMessageContaining("odd");
    }

    @Test
    void anOverflowBreaksThePipeOnceAndDropsWhatWaits() throws Exception {
        PipeWriter writer = writer(executor, 100_000);
        writer.write(line("first", 9000), 0);
        await().until(() -> !pipe.blocked().isEmpty());
        for (int i = 0; i < 300; i++) {
            writer.write(line("later", 1000), 0);
        }
        assertThat(broken).hasSize(1);
        assertThat(broken.get(0)).hasMessageContaining("100000");
        pipe.open();
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pipe.lines()).hasSize(1);
    }

    @Test
    void anExecutorThatHasEndedBreaksThePipeInsteadOfThrowing() {
        PipeWriter writer = writer(
                task -> {
                    throw new RejectedExecutionException("over");
                },
                PLENTY);
        writer.write(line("", 9000), 0);
        writer.write(line("", 9000), 0);
        assertThat(broken).hasSize(1);
        assertThat(writer.awaitWritten(Duration.ofSeconds(1))).isTrue();
    }
}
