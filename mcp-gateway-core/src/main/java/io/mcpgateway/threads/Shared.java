package io.mcpgateway.threads;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Work of equal parts that the caller does, with as many helpers as there are processors besides. Stateless. */
public final class Shared {
    private static final int MOST_HELPERS = 7;

    private Shared() {}

    /**
     * Does something for each number below {@code count}, and returns when all of it is done. Helpers only take what nobody
     * has begun, so that an executor without a free thread delays nothing.
     *
     * @param part does one part; must not throw
     */
    public static void each(int count, Executor helpers, IntConsumer part) {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(count);
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    part.accept(i);
                } finally {
                    left.countDown();
                }
            }
        };
        int processors = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < Math.min(Math.min(processors - 1, MOST_HELPERS), count - 1); i++) {
            try {
                helpers.execute(work);
            } catch (RejectedExecutionException e) {
                break; // they are being shut down; then the caller does all of it
            }
        }
        work.run();
        awaitAll(left);
    }

    /** What a helper has begun is done soon; an interruption is kept for later. */
    private static void awaitAll(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
