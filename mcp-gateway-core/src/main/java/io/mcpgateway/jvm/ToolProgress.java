package io.mcpgateway.jvm;

/** Tells the client of a call how far it is, if the client wants to know. Does not block. */
@FunctionalInterface
public interface ToolProgress {
    /**
     * One step further. Called by one thread at a time, so that steps keep their order. Of a call that has ended nothing is told.
     *
     * @param message what is being done, for people; may be empty
     */
    void step(String message);
}
