package io.mcpgateway.upstream;

/**
 * Whoever waits for a workload. Called from any thread, under no lock; neither blocks nor throws.
 */
public interface Waiting {
    /** The gateway itself, which hears nothing and always wants what it asked for. */
    Waiting GATEWAY = new Waiting() {
        @Override
        public String client() {
            return "";
        }

        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void queued(int before) {
            // nobody to tell
        }
    };

    /** Whose turns it takes: a principal or a session. Those of one client are served in order, and clients by turns. */
    String client();

    /** Whether it still waits; for one that does not, nothing is started any more. */
    boolean isWanted();

    /**
     * It has to wait; told when that begins, and then again every few seconds.
     *
     * @param before how many are served before it, as things are now
     */
    void queued(int before);

    /**
     * It stands in a queue; {@code action} takes it out, and is to be run when it does not wait any more, at once if that is
     * so already. A later action replaces an earlier one, which has become useless. Who ignores this keeps its place until
     * its turn has come.
     */
    default void whenUnwanted(Runnable action) {}
}
