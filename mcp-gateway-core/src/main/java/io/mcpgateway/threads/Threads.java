package io.mcpgateway.threads;

import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the executors of a gateway. Whoever asks owns what it gets and shuts it down. */
public final class Threads {
    private static final int MOST_BLOCKED = 128;

    private Threads() {}

    /** For work that may block: a virtual thread each on Java 21 and later, else at most 128 platform threads. */
    public static ExecutorService blocking(String name) {
        ThreadFactory virtual = virtualFactory(name);
        if (virtual != null) {
            return perTask(virtual);
        }
        return new ThreadPoolExecutor(
                0, MOST_BLOCKED, 30, TimeUnit.SECONDS, new IdleThreadsFirst(), daemons(name), (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("The executor '" + name + "' has been shut down");
                    }
                    pool.getQueue().add(task);
                });
    }

    /**
     * Makes a pool hand a task to a thread that is idle, else start a thread, and queue only when it may start none: the
     * pool of the JDK would rather start a thread up to its core size, or queue up to no end.
     */
    private static final class IdleThreadsFirst extends LinkedTransferQueue<Runnable> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }

    /** For short tasks at a later time; one thread. */
    public static ScheduledExecutorService scheduler(String name) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, daemons(name));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    /** Names platform threads {@code name-1}, {@code name-2}, … and makes them daemons. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static ExecutorService perTask(ThreadFactory factory) {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("This JDK has virtual threads but no executor for them", e);
        }
    }

    /** Null before Java 21. Found by name, because this is compiled for Java 17. */
    private static @org.jspecify.annotations.Nullable ThreadFactory virtualFactory(String name) {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JDK should have virtual threads", e);
        }
    }
}
