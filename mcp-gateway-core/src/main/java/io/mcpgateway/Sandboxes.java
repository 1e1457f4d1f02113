package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.sandbox.SandboxReport;
import io.mcpgateway.sandbox.SandboxRuntimeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

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
     * Looks, by making one. Blocks for as long as that takes; leaves nothing behind.
     *
     * @param environment says where programs are
     * @throws GatewayException if the files that one is made of cannot be written
     */
    public static Report examine(Map<String, String> environment) {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
        Path home = temporary();
        try {
            SandboxReport report = SandboxRuntimeProvider.examine(new EngineContext(
                    Clock.systemUTC(),
                    threads,
                    threads,
                    home,
                    Map.of(),
                    Map.copyOf(environment),
                    HostFacts.here().newOwner(),
                    HostFacts.here().probe(),
                    (level, message, facts) -> {}));
            return new Report(report.program(), report.problem(), report.limits(), report.gaps());
        } finally {
            threads.shutdownNow();
            delete(home);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("mcp-gateway-sandbox");
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE, "No directory for temporary files: " + SafeFiles.reason(e), e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system clears its directory of temporary files.
        }
    }
}
