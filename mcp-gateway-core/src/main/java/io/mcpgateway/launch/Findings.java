package io.mcpgateway.launch;

import io.mcpgateway.model.Problem;
import java.util.ArrayList;
import java.util.List;

/** What one planning finds. Used by one thread. */
final class Findings {
    private final String server;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private boolean configurationIncomplete;

    Findings(String server) {
        this.server = server;
    }

    /** Something that keeps the server from being started. */
    void problem(String message) {
        problems.add(new Problem(server, message));
    }

    /** Something that the user should know. */
    void note(String message) {
        notes.add(new Problem(server, message));
    }

    /** The configuration lacks something or is wrong. */
    void configuration(String message) {
        problem(message);
        configurationIncomplete = true;
    }

    /** Whether {@link #configuration} was called, so that what follows from it need not be told. */
    boolean isConfigurationIncomplete() {
        return configurationIncomplete;
    }

    boolean isBlocked() {
        return !problems.isEmpty();
    }

    List<Problem> notes() {
        return List.copyOf(notes);
    }

    LaunchPlan.Blocked blocked() {
        return new LaunchPlan.Blocked(List.copyOf(problems));
    }
}
