package io.mcpgateway.sandbox;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.process.ChildProcesses;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads in sandboxes of {@code bubblewrap}. Thread-safe.
 *
 * <p>Between this JVM and {@code bwrap} stands a shell: it joins the control groups before anything of the workload runs,
 * and it is the parent whose death {@code bwrap} dies of. A thread of this JVM cannot be that: the kernel takes the end of
 * the thread that started a child for the end of its parent.
 */
final class SandboxRuntime implements ContainerRuntime.Inspectable {
    /** The shell and {@code bwrap} itself; its child inside, the first process there, heeds no signal but the last. */
    private static final int GUARDS = 2;

    private static final int FILTER_DESCRIPTOR = 9;

    private static final String LAUNCH = """
            while [ "$1" != -- ]; do
                echo $$ >"$1" || exit 125
                shift
            done
            shift
            [ -z "$MCP_GATEWAY_FILTER" ] || exec 9<"$MCP_GATEWAY_FILTER"
            unset MCP_GATEWAY_FILTER
            "$@"
            exit $?
            """;

    private final ProviderContext context;
    private final ChildProcesses children;
    private final Set<String> toldGaps = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private @Nullable Sandboxes sandboxes; // guarded by lock

    SandboxRuntime(ProviderContext context) {
        this.context = context;
        this.children = new ChildProcesses(context);
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.SANDBOX);
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        throw new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "Cannot fetch image '" + reference + "': sandboxes run no images; a container engine does");
    }

    /** Looked up again for as long as none can be made: the user may be about to install what is missing. */
    private Sandboxes sandboxes() {
        synchronized (lock) {
            if (sandboxes == null || !sandboxes.report().works()) {
                sandboxes = Sandboxes.look(context.home(), ChildProcesses.hostPath(context), context.owner());
            }
            return sandboxes;
        }
    }

    SandboxReport report() {
        return sandboxes().report();
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        Sandboxes with = sandboxes();
        Bubblewrap program = with.require();
        SandboxCommand.check(spec);
        Optional<AllowedNetwork> network = AllowedNetwork.of(spec, context.events());
        Optional<ControlGroup> group = Optional.empty();
        try {
            Optional<Path> filter = with.files().filter();
            List<String> words = new SandboxCommand(spec, program, with.files(), with.privileged(), network)
                    .words(with.limitsFromInside(), filter.map(path -> FILTER_DESCRIPTOR));
            Map<String, String> environment = Variables.of(spec).outside();
            filter.ifPresent(path -> environment.put("MCP_GATEWAY_FILTER", path.toString()));
            tellOfGaps(with, spec);
            group = group(with, spec);
            Parts parts = new Parts(group, network);
            List<String> command = command(words, group);
            return children.start(
                    new ChildProcesses.Child(
                            spec.server(), GUARDS, marks -> launch(spec, command, environment, marks), parts::ended),
                    listener);
        } catch (RuntimeException e) {
            new Parts(group, network).close();
            throw e;
        }
    }

    /** What a workload has beside its processes, and what goes with them. */
    private record Parts(Optional<ControlGroup> group, Optional<AllowedNetwork> network) {
        WorkloadExit ended(WorkloadExit exit) {
            boolean outOfMemory = group.map(ControlGroup::ranOutOfMemory).orElse(false);
            close();
            return outOfMemory ? new WorkloadExit(exit.status(), true, exit.detail()) : exit;
        }

        void close() {
            network.ifPresent(AllowedNetwork::close);
            group.ifPresent(ControlGroup::close);
        }
    }

    private static Optional<ControlGroup> group(Sandboxes with, WorkloadSpec spec) {
        if (with.groups().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(with.groups().get().make(HostFacts.randomId(), spec.limits()));
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Cannot start server '" + spec.server() + "' in a sandbox: its limits cannot be set: "
                            + SafeFiles.reason(e),
                    e);
        }
    }

    private static List<String> command(List<String> words, Optional<ControlGroup> group) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH, "mcp-gateway-sandbox"));
        group.ifPresent(made -> made.members().forEach(file -> command.add(file.toString())));
        command.add("--");
        command.addAll(words);
        return command;
    }

    private static Process launch(
            WorkloadSpec spec, List<String> command, Map<String, String> environment, Map<String, String> marks) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(marks);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Cannot start server '" + spec.server() + "' in a sandbox: " + e.getMessage(),
                    e);
        }
    }

    /** Each gap once, when the first workload starts that it is one for. */
    private void tellOfGaps(Sandboxes with, WorkloadSpec spec) {
        List<String> gaps = with.report().gaps().stream()
                .filter(gap -> !gap.equals(Sandboxes.SHARED_NETWORK) || spec.network() instanceof Network.Open)
                .filter(toldGaps::add)
                .toList();
        if (!gaps.isEmpty()) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "Not everything is enforced in sandboxes: " + String.join(", ", gaps) + "; see 'doctor'",
                            Map.of("server", spec.server()));
        }
    }

    @Override
    public RuntimeFacts facts() {
        SandboxReport report = report();
        if (!report.works()) {
            throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "No sandbox can be made: " + report.problem());
        }
        return new RuntimeFacts(report.program(), "limits: " + report.limits());
    }

    @Override
    public Optional<ImageFacts> present(String reference) {
        return Optional.empty();
    }

    @Override
    public List<Leftover> leftovers() {
        return List.of();
    }

    @Override
    public SweepReport sweep() {
        SweepReport report = children.sweep();
        sandboxes().groups().ifPresent(groups -> groups.sweep(context.processProbe()));
        return report;
    }

    @Override
    public void close() {
        children.close();
    }
}
