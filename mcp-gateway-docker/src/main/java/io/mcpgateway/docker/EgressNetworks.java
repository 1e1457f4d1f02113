package io.mcpgateway.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.mcpgateway.docker.egress.Subnet;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The networks on which one workload meets its proxy and nobody else. Stateless. */
final class EgressNetworks {
    /** Without an address of the host on the bridge: an internal network alone still reaches every port of the host. */
    private static final Map<String, String> OPTIONS = Map.of("com.docker.network.bridge.inhibit_ipv4", "true");

    private static final int MOST_TRIES = 50;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Random RANDOM = new SecureRandom();

    private final Engine engine;

    EgressNetworks(Engine engine) {
        this.engine = engine;
    }

    /**
     * A network that exists.
     *
     * @param id its id
     * @param subnet its addresses
     */
    record Made(String id, Subnet subnet) {}

    /** Makes one, on addresses that no other network of the engine has. */
    Made make(String server, WorkloadOwner owner) {
        String attempt = "Cannot make a network for server '" + server + "'";
        Map<String, String> labels = new LinkedHashMap<>(owner.toLabels());
        labels.put("docker-mcp", "true");
        labels.put("docker-mcp-proxy", "true");
        labels.put("docker-mcp-name", server);
        DockerException failure = null;
        for (int i = 0; i < MOST_TRIES; i++) {
            Subnet subnet = Subnet.any(RANDOM);
            try {
                String id = engine.call(
                        attempt,
                        docker -> docker.createNetworkCmd()
                                .withName(ContainerNames.next("egress-" + server))
                                .withDriver("bridge")
                                .withInternal(true)
                                .withEnableIpv6(false)
                                .withOptions(OPTIONS)
                                .withIpam(new Network.Ipam()
                                        .withConfig(List.of(new Network.Ipam.Config().withSubnet(subnet.cidr()))))
                                .withLabels(labels)
                                .exec()
                                .getId());
                return new Made(id, subnet);
            } catch (DockerException e) {
                failure = e;
                if (!EngineErrors.reason(e).contains("overlap")) {
                    break;
                }
            }
        }
        throw new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                attempt + ": the engine says: " + (failure == null ? "nothing" : EngineErrors.reason(failure)),
                failure);
    }

    /**
     * Removes one. Its containers may be ending still, which this waits for, some seconds.
     *
     * @throws GatewayException if it does not go
     */
    void remove(String id) {
        String attempt = "Cannot remove the network of an egress proxy";
        for (int i = 1; ; i++) {
            try {
                engine.run(attempt, docker -> docker.removeNetworkCmd(id).exec());
                return;
            } catch (NotFoundException e) {
                return;
            } catch (DockerException e) {
                boolean inUse = EngineErrors.reason(e).contains("active endpoints");
                if (!inUse || i == MOST_TRIES || !pause()) {
                    throw new GatewayException(
                            ErrorCode.SERVER_UNAVAILABLE, attempt + ": the engine says: " + EngineErrors.reason(e), e);
                }
            }
        }
    }

    /** An engine does not tell when the last container has left a network. */
    private static boolean pause() {
        try {
            Thread.sleep(STEP.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** All of gateways, living and dead. */
    List<Network> all() {
        String attempt = "Cannot look for networks of dead gateways";
        try {
            return engine.call(
                    attempt,
                    docker -> docker.listNetworksCmd()
                            .withFilter("label", List.of(Sweeper.OWNER_LABEL))
                            .exec());
        } catch (DockerException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE, attempt + ": the engine says: " + EngineErrors.reason(e), e);
        }
    }
}
