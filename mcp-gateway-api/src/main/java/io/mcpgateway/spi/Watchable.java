package io.mcpgateway.spi;

/** A component that can tell when what it would read has changed. */
public interface Watchable {
    /**
     * Starts to watch. The listener may be called on any thread, more than once for one change, and before this returns;
     * it does not block.
     *
     * @return ends the watching when closed
     */
    Watch watch(Runnable changed);

    /** A watch that runs until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
