package io.mcpgateway.docker;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads that wait for a container's output, one per container for as long as it lives; a bounded executor
 * would be starved by them. Virtual where the JVM has such threads.
 */
final class WorkloadThreads {
    private static final int STACK_BYTES = 256 << 10;
    private static final ThreadFactory FACTORY = find();

    private WorkloadThreads() {}

    static void start(String name, Runnable task) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
    }

    private static ThreadFactory find() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (NoSuchMethodException | ClassNotFoundException | IllegalAccessException e) {
            return WorkloadThreads::platform;
        } catch (InvocationTargetException e) {
            // Java 19 and 20 have the method but refuse it without a flag.
            return WorkloadThreads::platform;
        }
    }

    private static Thread platform(Runnable task) {
        Thread thread = new Thread(null, task, "mcp-docker", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
