package io.mcpgateway.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedTest {
    private static void everyPartIsDoneOnce(AtomicIntegerArray done) {
        for (int i = 0; i < done.length(); i++) {
            assertThat(done.get(i)).isEqualTo(1);
        }
    }

    @Test
    void everyPartIsDoneOnceWhoeverDoesIt() {
        ExecutorService helpers = Threads.blocking("test");
        try {
            for (int count : new int[] {0, 1, 2, 1_000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(count);
                Shared.each(count, helpers, done::incrementAndGet);
                everyPartIsDoneOnce(done);
            }
        } finally {
            helpers.shutdownNow();
        }
    }

    @Test
    void helpersThatNeverComeOrAreRefusedDelayNothing() {
        AtomicIntegerArray done = new AtomicIntegerArray(100);
        Shared.each(100, task -> {}, done::incrementAndGet);
        everyPartIsDoneOnce(done);
        AtomicIntegerArray refused = new AtomicIntegerArray(100);
        Shared.each(
                100,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                refused::incrementAndGet);
        everyPartIsDoneOnce(refused);
    }
}
