package io.mcpgateway;

import io.mcpgateway.image.VerifiedRuntime;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.packages.Packages;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import io.mcpgateway.upstream.Runtimes;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The runtimes of a gateway: the instances it was given, else for each kind of workload the provider with the highest
 * priority, created when it is first needed. What dead gateways have left is swept then. Guarded by its monitor, which is
 * held while a runtime is created, and not while it sweeps.
 */
final class RuntimeSet implements Runtimes {
    private static final List<Duration> LATER_SWEEPS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final List<ContainerRuntime> given;
    private final EngineContext context;
    private final Optional<ImageVerifier> verifier;
    private final Providers<ContainerRuntimeProvider> providers = providers();
    private final Map<WorkloadKind, ContainerRuntime> created = new EnumMap<>(WorkloadKind.class);
    private final Packages packages;
    private boolean closed;

    /**
     * A set.
     *
     * @param verifier decides which images may be run, by whichever runtime; owned by the caller
     * @param settings how packages run
     */
    RuntimeSet(
            List<ContainerRuntime> given,
            EngineContext context,
            Optional<ImageVerifier> verifier,
            PackageSettings settings) {
        this.context = context;
        this.verifier = verifier;
        this.given = given.stream().map(this::guarded).toList();
        this.packages = new Packages(settings, this::forKind, context.home(), context.environment(), context.events());
        this.given.forEach(this::sweepLater);
    }

    private ContainerRuntime guarded(ContainerRuntime runtime) {
        return verifier.isPresent() && runtime.kinds().contains(WorkloadKind.IMAGE)
                ? VerifiedRuntime.before(runtime, verifier.get(), context.home(), context.events())
                : runtime;
    }

    @Override
    public WorkloadSpec ready(WorkloadSpec spec) {
        return packages.ready(spec);
    }

    @Override
    public void forget(WorkloadSpec spec) {
        packages.forget(spec);
    }

    @Override
    public ContainerRuntime forKind(WorkloadKind kind) {
        for (ContainerRuntime runtime : given) {
            if (runtime.kinds().contains(kind)) {
                return runtime;
            }
        }
        synchronized (this) {
            if (closed) {
                throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "The gateway is closed");
            }
            return created.computeIfAbsent(kind, this::create);
        }
    }

    /** The content id of an image that is present; empty if it is not, or that cannot be told. Blocks. */
    String imageId(String reference) {
        try {
            return forKind(WorkloadKind.IMAGE)
                    .find(reference)
                    .map(ImageFacts::id)
                    .orElse("");
        } catch (GatewayException e) {
            context.events()
                    .event(
                            EventSink.Level.DEBUG,
                            "An image cannot be looked at",
                            Map.of("image", reference, "cause", String.valueOf(e.getMessage())));
            return "";
        }
    }

    private ContainerRuntime create(WorkloadKind kind) {
        ContainerRuntime runtime = guarded(provider(providers, kind).create(context));
        sweepLater(runtime);
        return runtime;
    }

    /** The provider that a gateway would take for this kind. */
    static ContainerRuntimeProvider provider(WorkloadKind kind) {
        return provider(providers(), kind);
    }

    private static Providers<ContainerRuntimeProvider> providers() {
        return new Providers<>("container runtime", ServiceLoader.load(ContainerRuntimeProvider.class));
    }

    private static ContainerRuntimeProvider provider(Providers<ContainerRuntimeProvider> providers, WorkloadKind kind) {
        return providers.all().stream()
                .filter(candidate -> candidate.kinds().contains(kind))
                .max(Comparator.comparingInt(ContainerRuntimeProvider::priority))
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        kind == WorkloadKind.IMAGE
                                ? "No container runtime is on the class path; add mcp-gateway-docker"
                                : "No runtime for kind " + kind + " is on the class path"));
    }

    /** Now, and twice more: an engine may still be making what a gateway asked for that has just been killed. */
    private void sweepLater(ContainerRuntime runtime) {
        context.executor().execute(() -> sweep(runtime));
        for (Duration later : LATER_SWEEPS) {
            context.scheduler()
                    .schedule(
                            () -> context.executor().execute(() -> sweep(runtime)),
                            later.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void sweep(ContainerRuntime runtime) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            ContainerRuntime.SweepReport report = runtime.sweep();
            if (report.removed() > 0) {
                context.events()
                        .event(
                                EventSink.Level.INFO,
                                "Removed what dead gateways had left behind",
                                Map.of("workloads", Integer.toString(report.removed())));
            }
        } catch (RuntimeException e) {
            context.events()
                    .event(
                            EventSink.Level.DEBUG,
                            "Could not look for leftovers of dead gateways",
                            Map.of("cause", String.valueOf(e.getMessage())));
        }
    }

    /** Starts nothing more, and hands on each runtime to be closed. */
    void closeEach(Consumer<ContainerRuntime> close) {
        List<ContainerRuntime> all = new java.util.ArrayList<>(given);
        synchronized (this) {
            closed = true;
            all.addAll(created.values());
            created.clear();
        }
        all.forEach(close);
    }
}
