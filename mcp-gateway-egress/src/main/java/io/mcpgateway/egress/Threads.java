package io.mcpgateway.egress;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;

/** Makes the threads of conversations: virtual where the JVM has such threads. Their number is bounded by their owner. */
final class Threads {
    private static final int STACK_BYTES = 256 << 10;
    private static final ThreadFactory FACTORY = find();

    private Threads() {}

    static void start(String name, Runnable task) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
    }

    /** For what runs as long as the proxy. */
    static void startPlatform(String name, Runnable task) {
        Thread thread = platform(task);
        thread.setName(name);
        thread.start();
    }

    private static ThreadFactory find() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (NoSuchMethodException | ClassNotFoundException | IllegalAccessException e) {
            return Threads::platform;
        } catch (InvocationTargetException e) {
            // Java 19 and 20 have the method but refuse it without a flag.
            return Threads::platform;
        }
    }

    private static Thread platform(Runnable task) {
        Thread thread = new Thread(null, task, "mcp-egress", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
