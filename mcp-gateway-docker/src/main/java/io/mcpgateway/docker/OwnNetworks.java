package io.mcpgateway.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ProviderContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The networks of a gateway that itself runs in a container and says so with {@code DOCKER_MCP_IN_CONTAINER=1}: its
 * servers join them. Empty for a gateway on the host. Thread-safe.
 */
final class OwnNetworks {
    private final Engine engine;
    private final ProviderContext context;
    private volatile Optional<List<String>> known = Optional.empty();

    OwnNetworks(Engine engine, ProviderContext context) {
        this.engine = engine;
        this.context = context;
    }

    List<String> names() {
        if (!"1".equals(context.environment().get("DOCKER_MCP_IN_CONTAINER"))) {
            return List.of();
        }
        List<String> names = known.orElseGet(this::inspect);
        known = Optional.of(names);
        return names;
    }

    private List<String> inspect() {
        String self = hostName();
        try {
            InspectContainerResponse found = engine.call(
                    "Cannot find the networks of the gateway's container",
                    docker -> docker.inspectContainerCmd(self).exec());
            Map<String, ContainerNetwork> networks = found.getNetworkSettings() == null
                    ? Map.of()
                    : found.getNetworkSettings().getNetworks();
            return networks == null
                    ? List.of()
                    : networks.keySet().stream()
                            .filter(name -> !name.equals("host") && !name.equals("none"))
                            .sorted()
                            .toList();
        } catch (NotFoundException e) {
            return List.of();
        } catch (DockerException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "Cannot find the networks of the gateway's container '%s': the engine says: %s"
                            .formatted(self, EngineErrors.reason(e)),
                    e);
        }
    }

    /** A container's host name is its id unless the user chose another. */
    private String hostName() {
        String variable = context.environment().getOrDefault("HOSTNAME", "");
        if (!variable.isEmpty()) {
            return variable;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "DOCKER_MCP_IN_CONTAINER is 1, but this container has no host name; set HOSTNAME to its id or name",
                    e);
        }
    }
}
