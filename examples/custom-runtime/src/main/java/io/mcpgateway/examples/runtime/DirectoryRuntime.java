package io.mcpgateway.examples.runtime;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the programs of images as processes of this machine. Thread-safe. */
final class DirectoryRuntime implements ContainerRuntime {
    private final ProviderContext context;
    private final ImageDirectories images;
    private final RunFiles runFiles;
    private final Set<ProcessWorkload> workloads = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean toldOfLimits = new AtomicBoolean();
    private volatile boolean closed;

    DirectoryRuntime(ProviderContext context, ImageDirectories images) {
        this.context = context;
        this.images = images;
        this.runFiles = new RunFiles(context);
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    /** Nothing is ever pulled: an image is there or it is not. */
    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        return images.facts(reference);
    }

    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        refuseWhatCannotBeEnforced(spec);
        tellOfLimits();
        Path image = images.directory(spec.image().orElseThrow());
        // A session of its own, so that it can be ended together with its children.
        List<String> command = new ArrayList<>(
                List.of("setsid", image.resolve(ImageDirectories.PROGRAM).toString()));
        command.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).directory(image.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.putAll(spec.environment());
        spec.secretEnvironment().forEach((name, secret) -> environment.put(name, secret.reveal()));
        ProcessWorkload workload;
        try {
            workload = new ProcessWorkload(builder.start(), listener);
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Cannot start server '%s' from %s".formatted(spec.server(), image),
                    e);
        }
        workloads.add(workload);
        runFiles.add(workload);
        workload.exit().whenComplete((how, never) -> {
            runFiles.remove(workload);
            workloads.remove(workload);
        });
        workload.listen();
        if (closed) {
            workload.close();
            throw closedAlready();
        }
        return workload;
    }

    /** The rule of the interface: rather no workload than one that is less confined than its description says. */
    private void refuseWhatCannotBeEnforced(WorkloadSpec spec) {
        if (closed) {
            throw closedAlready();
        }
        if (spec.kind() != WorkloadKind.IMAGE) {
            throw refused(spec, "it is not an image");
        }
        if (!(spec.network() instanceof WorkloadSpec.Network.Open open)
                || !open.networks().isEmpty()) {
            throw refused(spec, "its network is restricted, and no network can be denied or allowed here");
        }
        if (!spec.mounts().isEmpty()) {
            throw refused(spec, "it asks for mounts, and there is no file system of its own to mount into");
        }
        if (spec.user().isPresent() || !spec.capabilities().isEmpty()) {
            throw refused(spec, "it asks for a user or kernel capabilities, and processes run as you");
        }
        if (!spec.extraHosts().isEmpty()) {
            throw refused(spec, "it asks for host entries");
        }
        if (spec.workingDirectory().isPresent()) {
            throw refused(spec, "it asks for a working directory, and programs run in that of their image");
        }
    }

    /** Every description has limits; refusing them would refuse everything. A runtime for real use enforces them. */
    private void tellOfLimits() {
        if (toldOfLimits.compareAndSet(false, true)) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "The directory runtime enforces no limits of processors, memory and processes",
                            Map.of());
        }
    }

    private static GatewayException refused(WorkloadSpec spec, String why) {
        return new GatewayException(
                ErrorCode.DENIED, "The directory runtime cannot start server '%s': %s".formatted(spec.server(), why));
    }

    private static GatewayException closedAlready() {
        return new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "The directory runtime is closed");
    }

    @Override
    public SweepReport sweep() {
        return runFiles.sweep();
    }

    @Override
    public void close() {
        closed = true;
        workloads.forEach(ProcessWorkload::close);
        workloads.forEach(workload -> workload.exit().toCompletableFuture().join());
    }
}
