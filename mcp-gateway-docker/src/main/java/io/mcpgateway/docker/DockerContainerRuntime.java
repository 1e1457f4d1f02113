package io.mcpgateway.docker;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs workloads as containers of a Docker Engine, over its API: no shell, no docker command line. Containers get no
 * capability, no new privileges, no log, an init process, limits, and remove themselves when they end.
 *
 * <p>The engine is found as the docker command line finds it, when it is first needed, with
 * {@link ErrorCode#RUNTIME_UNAVAILABLE} if it does not answer. Settings: {@code host} and {@code context} override
 * {@code DOCKER_HOST} and {@code DOCKER_CONTEXT}. Both outputs of a container come over one connection, so a listener that
 * blocks on one holds back the other, too. A thread that is interrupted while it writes to a container's standard input
 * breaks that container's connection, as with every channel of the JDK.
 *
 * <p>Thread-safe.
 */
public final class DockerContainerRuntime implements ContainerRuntime.Inspectable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);
    private static final Duration REMOVE_PATIENCE = Duration.ofSeconds(20);

    private final ProviderContext context;
    private final Engine engine;
    private final ImagePuller images;
    private final Sweeper sweeper;
    private final OwnNetworks ownNetworks;
    private final ContainerLaunch launch;
    private final Enclosures enclosures;
    private final Set<DockerWorkload> workloads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    /** Whether anything was to be started, so that something may be left. */
    private volatile boolean used;

    private DockerContainerRuntime(ProviderContext context) {
        this.context = context;
        this.engine = new Engine(context);
        this.images = new ImagePuller(engine, context);
        this.sweeper = new Sweeper(engine, context);
        this.ownNetworks = new OwnNetworks(engine, context);
        this.launch = new ContainerLaunch(engine, context);
        this.enclosures = new Enclosures(engine, context, launch, new EgressImage(engine, images, context));
    }

    /** A runtime on the engine that the context's settings and environment name. Does not connect to it. */
    public static DockerContainerRuntime create(ProviderContext context) {
        return new DockerContainerRuntime(requireNonNull(context, "context"));
    }

    @Override
    public Set<WorkloadKind> kinds() {
        return Set.of(WorkloadKind.IMAGE);
    }

    @Override
    public Optional<ImageFacts> find(String reference) {
        checkOpen();
        return images.find(requireNonNull(reference, "reference"));
    }

    @Override
    public ImageFacts prepare(String reference, PullProgress progress) {
        checkOpen();
        return images.prepare(requireNonNull(reference, "reference"), requireNonNull(progress, "progress"));
    }

    /**
     * Builds the image of the proxy that holds workloads to an allow-list of hosts, if it is not there; otherwise that
     * happens when the first such workload starts.
     *
     * @return the image
     * @throws GatewayException if it cannot be built here; the message says what to do
     */
    public ImageFacts prepareEgressProxy() {
        checkOpen();
        return enclosures.image().prepare();
    }

    /**
     * Removes images of the proxy that other builds of the gateway or of Java have made, and that no container uses.
     *
     * @param dryRun whether it is only told what would be removed
     * @return the images that are removed
     * @throws GatewayException if the engine does not answer, or it cannot be told which image is the current one
     */
    public List<String> pruneEgressProxies(boolean dryRun) {
        checkOpen();
        return enclosures.image().prune(new Pruner(engine), dryRun);
    }

    /**
     * Removes volumes that no container uses.
     *
     * @param prefix with which their names begin
     * @param keep names of those that stay
     * @param dryRun whether it is only told what would be removed
     * @return the names of those that are removed
     * @throws GatewayException if the engine does not answer, or one cannot be removed
     */
    public List<String> pruneVolumes(String prefix, Set<String> keep, boolean dryRun) {
        checkOpen();
        return new Pruner(engine).volumes(requireNonNull(prefix, "prefix"), Set.copyOf(keep), dryRun);
    }

    @Override
    public SweepReport sweep() {
        checkOpen();
        return sweeper.sweep();
    }

    @Override
    public RuntimeFacts facts() {
        checkOpen();
        return engine.facts();
    }

    @Override
    public Optional<ImageFacts> present(String reference) {
        checkOpen();
        return images.find(requireNonNull(reference, "reference"));
    }

    @Override
    public List<Leftover> leftovers() {
        checkOpen();
        return sweeper.leftovers();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The image must be present, see {@link #prepare}.
     */
    @Override
    public Workload start(WorkloadSpec spec, WorkloadListener listener) {
        requireNonNull(spec, "spec");
        requireNonNull(listener, "listener");
        checkOpen();
        used = true;
        if (spec.kind() != WorkloadKind.IMAGE) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Cannot start server '%s' as a container: it is a process".formatted(spec.server()));
        }
        DockerWorkload workload = spec.network() instanceof WorkloadSpec.Network.AllowList
                ? enclosures.start(spec, listener)
                : launch.start(
                        spec,
                        new ContainerRequest(spec, context.owner(), Attachment.to(ownNetworks.names())),
                        listener);
        workloads.add(workload);
        workload.exit().whenComplete((how, never) -> workloads.remove(workload));
        if (closed) {
            workload.close(); // close() may have looked before it was among the workloads
            checkOpen();
        }
        return workload;
    }

    private void checkOpen() {
        if (closed) {
            throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "The Docker runtime is closed");
        }
    }

    /** Ends all workloads, side by side, and returns when they are gone or after a minute. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] pending =
                workloads.stream().map(DockerWorkload::release).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(pending)
                    .thenCompose(ended -> enclosures.release())
                    .get(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "Not all containers ended; the next gateway's sweep will remove them",
                            Map.of("left", Integer.toString(workloads.size())));
        } finally {
            removeOwn();
            engine.close();
        }
    }

    /** What could not be removed when its time came, or was made while this closed; an engine that hangs is not waited for. */
    private void removeOwn() {
        if (!used || !engine.isKnown()) {
            return;
        }
        CompletableFuture<Void> gone = new CompletableFuture<>();
        WorkloadThreads.start("mcp-docker-close", () -> {
            sweeper.removeOwn();
            gone.complete(null);
        });
        try {
            gone.get(REMOVE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "The container engine does not say whether all containers are gone; the next gateway's sweep"
                                    + " will remove what is left",
                            Map.of("engine", "no answer"));
        }
    }
}
