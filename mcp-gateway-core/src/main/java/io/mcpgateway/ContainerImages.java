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

    /** The image that a package runs in, under settings that may say so. */
    public static String ofPackage(PackageSettings settings, ServerEntry entry) {
        return Packages.image(
                requireNonNull(settings, "settings"),
                entry.packageReference()
                        .orElseThrow(() -> new IllegalArgumentException("'" + entry.name() + "' is no package")),
                entry.image());
    }

    /**
     * An image that packages run in. They run in the build that it stood for when it was first used.
     *
     * @param reference how it is named
     * @param build the build that they run in; empty if that is settled when the first one does
     * @param present whether that is here
     * @param other what the reference stands for here, if that is another build
     * @param file where it is kept which build that is; deleting its line there lets another one be used
     */
    public record PackageImage(
            String reference, Optional<String> build, boolean present, Optional<String> other, Path file) {
        /** Checks for null. */
        public PackageImage {
            requireNonNull(reference, "reference");
            requireNonNull(build, "build");
            requireNonNull(other, "other");
            requireNonNull(file, "file");
        }

        /** Whether the reference itself says which build. */
        public boolean isExact() {
            return build.filter(reference::equals).isPresent();
        }
    }

    /**
     * What is known of an image that packages run in. Nothing is pulled, and nothing settled.
     *
     * @param home the gateway's home directory
     * @throws GatewayException if the engine does not answer, or what is kept cannot be read
     */
    public static PackageImage packageImage(ContainerRuntime runtime, Path home, String reference) {
        Packages.Image known = Packages.look(runtime, home, requireNonNull(reference, "reference"));
        return new PackageImage(reference, known.build(), known.id().isPresent(), known.other(), known.file());
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
