package io.mcpgateway.docker;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.exception.DockerException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
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
    private static final int ATTACH_BUFFER = 64 << 10;
    private static final int WAIT_BUFFER = 1 << 10;
    private static final int CREATE_BUFFER = 4 << 10;

    private final ProviderContext context;
    private final Engine engine;
    private final ImagePuller images;
    private final Sweeper sweeper;
    private final OwnNetworks ownNetworks;
    private final Set<DockerWorkload> workloads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DockerContainerRuntime(ProviderContext context) {
        this.context = context;
        this.engine = new Engine(context);
        this.images = new ImagePuller(engine, context);
        this.sweeper = new Sweeper(engine, context);
        this.ownNetworks = new OwnNetworks(engine, context);
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
        if (spec.kind() != WorkloadKind.IMAGE) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Cannot start server '%s' as a container: it is a process".formatted(spec.server()));
        }
        ContainerRequest request = new ContainerRequest(spec, context.owner(), ownNetworks.names());
        ContainerControl control = create(spec, request);
        DockerWorkload workload;
        try {
            workload = begin(spec, request, control, listener);
        } catch (RuntimeException | Error e) {
            abandon(control, e);
            throw e;
        }
        workloads.add(workload);
        workload.exit().whenComplete((how, never) -> workloads.remove(workload));
        if (closed) {
            workload.close(); // close() may have looked before it was among the workloads
            checkOpen();
        }
        return workload;
    }

    /** Not through docker-java, which prints the environment, secrets included, into its debug log. */
    private ContainerControl create(WorkloadSpec spec, ContainerRequest request) {
        String name = ContainerNames.next(spec.server());
        try (EngineExchange exchange = engine.open(
                "Cannot start server '" + spec.server() + "'",
                "POST",
                "/containers/create?name=" + Engine.encode(name),
                Map.of("Connection", "close", "Content-Type", "application/json"),
                request.body(),
                CREATE_BUFFER)) {
            if (exchange.status() != 201) {
                throw failed(spec, exchange.reason());
            }
            String id = exchange.json().path("Id").asText("");
            if (!id.matches("[0-9a-f]{12,64}")) {
                throw failed(spec, "the engine created a container without an id");
            }
            return new ContainerControl(engine, id, name);
        } catch (IOException e) {
            throw engine.lost("Cannot start server '" + spec.server() + "'", e);
        }
    }

    /** Attaches and waits before it starts, so that neither output nor exit status can be missed. */
    private DockerWorkload begin(
            WorkloadSpec spec, ContainerRequest request, ContainerControl control, WorkloadListener listener) {
        String attempt = "Cannot start server '" + spec.server() + "'";
        String path = "/containers/" + control.id();
        EngineExchange attached = engine.open(
                attempt,
                "POST",
                path + "/attach?stream=1&stdin=1&stdout=1&stderr=1",
                Map.of("Connection", "Upgrade", "Upgrade", "tcp"),
                ATTACH_BUFFER);
        EngineExchange waiting = null;
        try {
            if (attached.status() != 101 && attached.status() != 200) {
                throw failed(spec, attached.reason());
            }
            waiting = engine.open(
                    attempt, "POST", path + "/wait?condition=next-exit", Map.of("Connection", "close"), WAIT_BUFFER);
            if (waiting.status() != 200) {
                throw failed(spec, waiting.reason());
            }
            DockerWorkload workload = new DockerWorkload(control, context, spec.server(), attached, waiting, listener);
            start(spec, request, control, attempt);
            workload.listen();
            return workload;
        } catch (RuntimeException | Error e) {
            engine.close(attached);
            if (waiting != null) {
                engine.close(waiting);
            }
            throw e;
        }
    }

    private void start(WorkloadSpec spec, ContainerRequest request, ContainerControl control, String attempt) {
        try {
            for (String network : request.furtherNetworks()) {
                engine.run(
                        attempt,
                        docker -> docker.connectToNetworkCmd()
                                .withNetworkId(network)
                                .withContainerId(control.id())
                                .exec());
            }
            engine.run(attempt, docker -> docker.startContainerCmd(control.id()).exec());
        } catch (DockerException e) {
            throw failed(spec, EngineErrors.reason(e));
        }
    }

    /** Removes what was created for a start that failed; that failure is what the caller must hear. */
    private static void abandon(ContainerControl control, Throwable failure) {
        try {
            control.remove();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static GatewayException failed(WorkloadSpec spec, String why) {
        String hint = why.contains("No such image") || why.contains("no such image")
                ? ". Prepare the image first, which pulls it"
                : "";
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Cannot start server '%s' from image '%s': the engine says: %s%s"
                        .formatted(spec.server(), spec.image().orElse(""), why, hint));
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
            CompletableFuture.allOf(pending).get(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            context.events()
                    .event(
                            EventSink.Level.WARN,
                            "Not all containers ended; the next gateway's sweep will remove them",
                            Map.of("left", Integer.toString(workloads.size())));
        } finally {
            engine.close();
        }
    }
}
