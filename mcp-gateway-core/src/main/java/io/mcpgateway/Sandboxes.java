package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.sandbox.SandboxReport;
import io.mcpgateway.sandbox.SandboxRuntimeProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The sandboxes that a gateway would run packages in, for those who have a question and no gateway. */
public final class Sandboxes {
    private Sandboxes() {}

    /**
     * What sandboxes on this machine can do.
     *
     * @param program what makes them, with its version and place; empty if nothing does
     * @param problem why none can be made; empty if one can
     * @param limits what enforces limits; empty if nothing does
     * @param gaps what is not enforced
     */
    public record Report(String program, String problem, String limits, List<String> gaps) {
        /** Copies the list. */
        public Report {
            requireNonNull(program, "program");
            requireNonNull(problem, "problem");
            requireNonNull(limits, "limits");
            gaps = List.copyOf(gaps);
        }

        /** Whether a sandbox can be made. */
        public boolean works() {
            return problem.isEmpty();
        }
    }

    /**
     * Looks, by making one. Blocks for as long as that takes.
     *
     * @param home the gateway's home directory
     * @param environment says where programs are
     */
    public static Report examine(Path home, Map<String, String> environment) {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
        try {
            SandboxReport report = SandboxRuntimeProvider.examine(new EngineContext(
                    Clock.systemUTC(),
                    threads,
                    threads,
                    requireNonNull(home, "home"),
                    Map.of(),
                    Map.copyOf(environment),
                    HostFacts.here().newOwner(),
                    HostFacts.here().probe(),
                    (level, message, facts) -> {}));
            return new Report(report.program(), report.problem(), report.limits(), report.gaps());
        } finally {
            threads.shutdownNow();
        }
    }
}
