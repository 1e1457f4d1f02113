package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerType;
import java.util.List;
import java.util.Optional;

/**
 * How an enabled server stands.
 *
 * @param name the server
 * @param type how it is run; empty if no catalog has it
 * @param state where it is in its life
 * @param tools how many tools clients see of it
 * @param prompts how many prompts
 * @param resources how many resources
 * @param templates how many resource templates
 * @param problems what is wrong or was left out, with the remedy
 */
public record ServerStatus(
        String name,
        Optional<ServerType> type,
        State state,
        int tools,
        int prompts,
        int resources,
        int templates,
        List<Problem> problems) {
    /** Copies the list. */
    public ServerStatus {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(state, "state");
        problems = List.copyOf(problems);
    }

    /** Where a server is in its life. */
    public enum State {
        /** Could be started; has not been listed yet. */
        READY,
        /** Is being listed. */
        LISTING,
        /** What it offers is known. */
        LISTED,
        /** Something that it needs is missing; it is not started. */
        BLOCKED,
        /** It was started or called for its listing, and failed. */
        FAILED
    }
}
