package io.mcpgateway.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.util.Map;

/** From the request for a container to one that runs with its streams attached. Stateless. */
final class ContainerLaunch {
    private static final int ATTACH_BUFFER = 64 << 10;
    private static final int WAIT_BUFFER = 1 << 10;
    private static final int CREATE_BUFFER = 4 << 10;

    private final Engine engine;
    private final ProviderContext context;

    ContainerLaunch(Engine engine, ProviderContext context) {
        this.engine = engine;
        this.context = context;
    }

    /** Starts it; nothing is left of it if that fails. */
    DockerWorkload start(WorkloadSpec spec, ContainerRequest request, WorkloadListener listener) {
        ContainerControl control = create(spec, request);
        try {
            return begin(spec, request, control, listener);
        } catch (RuntimeException | Error e) {
            abandon(control, e);
            throw e;
        }
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
}
