package io.mcpgateway.docker;

import io.mcpgateway.egress.EgressRules;
import io.mcpgateway.egress.ProxyVariables;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts workloads that are held to an allow-list of hosts: each on a network of its own, on which there is nothing but its
 * proxy. Owns networks and proxies, and removes them when the workload has ended or could not be started. Thread-safe.
 */
final class Enclosures {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final String NETWORK_VARIABLE = "MCP_GATEWAY_EGRESS_NETWORK";

    /** 128 connections of two threads each, and a heap of 48 MiB. */
    private static final WorkloadSpec.Limits LIMITS =
            new WorkloadSpec.Limits(Optional.of(1.0), OptionalLong.of(192L << 20), 400);

    private final ProviderContext context;
    private final ContainerLaunch launch;
    private final EgressImage image;
    private final EgressNetworks networks;
    private final Set<Enclosure> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Enclosures(Engine engine, ProviderContext context, ContainerLaunch launch, EgressImage image) {
        this.context = context;
        this.launch = launch;
        this.image = image;
        this.networks = new EgressNetworks(engine);
    }

    EgressImage image() {
        return image;
    }

    /** Starts a workload that is held to its hosts. */
    DockerWorkload start(WorkloadSpec spec, WorkloadListener listener) {
        EgressRules rules = rules(spec);
        WorkloadOwner owner = context.owner();
        // Refuses what cannot be enforced before anything is made.
        new ContainerRequest(spec, owner, Attachment.to(List.of("bridge")));
        String proxyImage = image.prepare().id();
        Enclosure enclosure = new Enclosure(networks.make(spec.server(), owner), networks, context, spec.server());
        open.add(enclosure);
        enclosure.released().whenComplete((gone, never) -> open.remove(enclosure));
        if (closed) { // release() may have looked before it was among the open ones
            enclosure.release();
        }
        try {
            enclose(enclosure, spec, rules, proxyImage);
            DockerWorkload workload =
                    launch.start(spec, new ContainerRequest(spec, owner, inside(enclosure, rules)), listener);
            enclosure.holds(workload);
            return workload;
        } catch (RuntimeException | Error e) {
            enclosure.release();
            throw e;
        }
    }

    private static EgressRules rules(WorkloadSpec spec) {
        List<String> hosts = spec.network() instanceof WorkloadSpec.Network.AllowList list ? list.hosts() : List.of();
        try {
            return EgressRules.of(hosts);
        } catch (IllegalArgumentException e) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Cannot start server '" + spec.server() + "': allowHosts: " + e.getMessage(),
                    e);
        }
    }

    private Attachment inside(Enclosure enclosure, EgressRules rules) {
        String proxy = enclosure.network().subnet().proxy();
        return new Attachment(
                List.of(enclosure.network().id()),
                Optional.of(enclosure.network().subnet().workload()),
                List.of(proxy),
                ProxyVariables.of(proxy, rules.proxyPort()),
                false);
    }

    private void enclose(Enclosure enclosure, WorkloadSpec spec, EgressRules rules, String proxyImage) {
        String address = enclosure.network().subnet().proxy();
        List<String> arguments = new ArrayList<>(List.of(address));
        rules.hosts().forEach(host -> arguments.add(host.toString()));
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("docker-mcp", "true");
        labels.put("docker-mcp-proxy", "true");
        labels.put("docker-mcp-name", spec.server());
        WorkloadSpec proxy = WorkloadSpec.image("egress-" + spec.server(), proxyImage)
                .arguments(arguments)
                .user("65534:65534")
                .extraHosts(spec.extraHosts())
                .limits(LIMITS)
                .labels(labels)
                .build();
        Attachment both = new Attachment(
                List.of(enclosure.network().id(), outside()), Optional.of(address), List.of(), Map.of(), true);
        EgressOutput output = new EgressOutput(spec.server(), context.events());
        enclosure.proxy(launch.start(proxy, new ContainerRequest(proxy, context.owner(), both), output));
        await(spec, output);
    }

    /** The network by which proxies reach the world. */
    private String outside() {
        return context.setting("egress-network")
                .or(() -> Optional.ofNullable(context.environment().get(NETWORK_VARIABLE)))
                .filter(name -> !name.isBlank())
                .orElse("bridge");
    }

    private static void await(WorkloadSpec spec, EgressOutput output) {
        String why;
        try {
            output.ready().toCompletableFuture().get(READY.toSeconds(), TimeUnit.SECONDS);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "it was interrupted";
        } catch (TimeoutException e) {
            why = "it does not serve within " + READY.toSeconds() + " s";
        } catch (ExecutionException e) {
            why = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
        throw new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Cannot start server '%s': its egress proxy did not start: %s".formatted(spec.server(), why));
    }

    /** Removes all of them, and completes when they are gone; what starts from now on ends at once. */
    CompletableFuture<Void> release() {
        closed = true;
        return CompletableFuture.allOf(open.stream().map(Enclosure::release).toArray(CompletableFuture[]::new));
    }
}
