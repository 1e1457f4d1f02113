package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.packages.Packages;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.threads.Threads;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Images of containers, for programs that want to know of one without running it. Asks the container runtime that a gateway
 * would use. Thread-safe; calls block.
 */
public final class ContainerImages implements AutoCloseable {
    private final ExecutorService blocking = Threads.blocking("mcp-gateway-images");
    private final ScheduledExecutorService scheduler = Threads.scheduler("mcp-gateway-images-timer");
    private final RuntimeSet runtimes;

    private ContainerImages(Path home, Map<String, String> environment, EventSink events) {
        HostFacts host = HostFacts.here();
        this.runtimes = new RuntimeSet(
                java.util.List.of(),
                new EngineContext(
                        Clock.systemUTC(),
                        blocking,
                        scheduler,
                        home,
                        Map.of(),
                        Map.copyOf(environment),
                        host.newOwner(),
                        host.probe(),
                        new GuardedEvents(events)),
                Optional.empty(),
                PackageSettings.DEFAULT);
    }

    /**
     * Opens the way to them. Nothing is connected to before the first question.
     *
     * @param home the gateway's home directory
     * @param environment the variables that say where the engine is
     * @param events takes what the operator should know
     */
    public static ContainerImages open(Path home, Map<String, String> environment, EventSink events) {
        return new ContainerImages(requireNonNull(home, "home"), environment, requireNonNull(events, "events"));
    }

    /** The image that a package runs in, as far as its entry says, and no setting says otherwise. */
    public static String ofPackage(ServerEntry entry) {
        return Packages.image(
                PackageSettings.DEFAULT,
                entry.packageReference()
                        .orElseThrow(() -> new IllegalArgumentException("'" + entry.name() + "' is no package")),
                entry.image());
    }

    /**
     * Looks for an image that is present; nothing is pulled.
     *
     * @throws GatewayException if there is no engine, or it does not answer
     */
    public Optional<ImageFacts> find(String reference) {
        return runtime().find(reference);
    }

    /**
     * Makes an image present, pulling it if it is missing.
     *
     * @throws GatewayException if it is missing and cannot be pulled, or there is no engine
     */
    public ImageFacts prepare(String reference, PullProgress progress) {
        return runtime().prepare(reference, progress);
    }

    private ContainerRuntime runtime() {
        return runtimes.forKind(WorkloadKind.IMAGE);
    }

    @Override
    public void close() {
        runtimes.closeEach(ContainerRuntime::close);
        blocking.shutdownNow();
        scheduler.shutdownNow();
    }
}
