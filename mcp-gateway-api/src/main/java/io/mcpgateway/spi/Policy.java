package io.mcpgateway.spi;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ClientIdentity;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a client may load, list or call something. Implementations are thread-safe and do not block. A policy
 * that throws or completes exceptionally denies.
 */
public interface Policy extends AutoCloseable {
    /** Decides. */
    CompletionStage<Decision> decide(Question question);

    @Override
    default void close() {}

    /** What is asked for. */
    enum Action {
        /** Enabling a server. */
        LOAD,
        /** Seeing a capability in a list. */
        LIST,
        /** Calling a tool, getting a prompt, reading a resource, completing an argument. */
        CALL
    }

    /**
     * One question.
     *
     * @param client who asks; empty when the gateway itself loads a server
     * @param action what it wants to do
     * @param server the server
     * @param capability the exposed name or URI; empty for {@link Action#LOAD}
     */
    record Question(Optional<ClientIdentity> client, Action action, String server, String capability) {
        /** Checks for null. */
        public Question {
            requireNonNull(client, "client");
            requireNonNull(action, "action");
            requireNonNull(server, "server");
            requireNonNull(capability, "capability");
        }
    }

    /**
     * One answer.
     *
     * @param allowed whether it may
     * @param reason why not; empty if it may
     */
    record Decision(boolean allowed, String reason) {
        /** It may. */
        public static final Decision ALLOW = new Decision(true, "");

        /** It may not, for this reason. */
        public static Decision deny(String reason) {
            return new Decision(false, requireNonNull(reason, "reason"));
        }
    }
}
