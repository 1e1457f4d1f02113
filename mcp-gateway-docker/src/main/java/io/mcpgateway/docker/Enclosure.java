package io.mcpgateway.docker;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The network and the proxy of one workload. They end with it, and it ends with its proxy, for without one it reaches
 * nothing and nobody would see why. Thread-safe.
 */
final class Enclosure {
    private final EgressNetworks.Made network;
    private final EgressNetworks networks;
    private final ProviderContext context;
    private final String server;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicBoolean releasing = new AtomicBoolean();
    private volatile @Nullable DockerWorkload proxy;

    Enclosure(EgressNetworks.Made network, EgressNetworks networks, ProviderContext context, String server) {
        this.network = network;
        this.networks = networks;
        this.context = context;
        this.server = server;
    }

    EgressNetworks.Made network() {
        return network;
    }

    /**
     * The proxy runs; called once, before anything is held.
     *
     * @throws GatewayException if this was released while the proxy started, which then ends at once
     */
    void proxy(DockerWorkload started) {
        proxy = started;
        if (releasing.get()) { // release() may have looked before there was a proxy
            started.release()
                    .whenComplete((gone, never) ->
                            WorkloadThreads.start("mcp-docker-network-" + server, this::removeNetwork));
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "Cannot start server '" + server
                            + "': the Docker runtime was closed while its egress proxy started");
        }
    }

    /** The workload runs; called once. */
    void holds(DockerWorkload workload) {
        workload.exit().whenComplete((how, never) -> release());
        DockerWorkload current = proxy;
        if (current != null) {
            current.exit().whenComplete((how, never) -> {
                if (!releasing.get()) {
                    report("The egress proxy of a server has ended, and so it is ended, too", how.toString());
                    workload.close();
                }
            });
        }
    }

    /** Completes when both are gone, or will not go. */
    CompletableFuture<Void> released() {
        return released;
    }

    /** Removes both, behind the caller's back. */
    CompletableFuture<Void> release() {
        if (releasing.compareAndSet(false, true)) {
            DockerWorkload current = proxy;
            CompletableFuture<Void> ended =
                    current == null ? CompletableFuture.completedFuture(null) : current.release();
            // On a thread of its own: engines are slow to let go of a network, and this may come while a gateway
            // closes.
            ended.whenComplete(
                    (gone, never) -> WorkloadThreads.start("mcp-docker-network-" + server, this::removeNetwork));
        }
        return released;
    }

    private void removeNetwork() {
        try {
            networks.remove(network.id());
        } catch (RuntimeException e) { // the top of this thread
            report(
                    "The network of a server could not be removed; the next sweep will try",
                    String.valueOf(e.getMessage()));
        } finally {
            released.complete(null);
        }
    }

    private void report(String message, String reason) {
        context.events().event(EventSink.Level.WARN, message, Map.of("server", server, "reason", reason));
    }
}
