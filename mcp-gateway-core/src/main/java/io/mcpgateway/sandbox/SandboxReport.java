package io.mcpgateway.sandbox;

import java.util.List;

/**
 * What this machine's sandboxes can do.
 *
 * @param program {@code bubblewrap VERSION at PATH}; empty if there is none
 * @param problem why no sandbox can be made; empty if one can
 * @param limits what enforces limits, for people; empty if nothing does
 * @param gaps what is not enforced, for people
 */
public record SandboxReport(String program, String problem, String limits, List<String> gaps) {
    /** Copies the list. */
    public SandboxReport {
        gaps = List.copyOf(gaps);
    }

    /** Whether a sandbox can be made. */
    public boolean works() {
        return problem.isEmpty();
    }
}
