package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.EventSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Opens the way to a server, whatever it is: starts its workload, or reaches what runs already. Thread-safe. */
final class LinkOpener {
    private final GatewayOptions options;
    private final List<RemoteLinks> remoteLinks;
    private final Executor blocking;
    private final EventSink events;
    private final WorkloadTable table;
    private final Supplies supplies;

    /** The parts are owned by the caller. */
    LinkOpener(
            GatewayOptions options,
            List<RemoteLinks> remoteLinks,
            Executor blocking,
            EventSink events,
            WorkloadTable table,
            Supplies supplies) {
        this.options = options;
        this.remoteLinks = List.copyOf(remoteLinks);
        this.blocking = blocking;
        this.events = events;
        this.table = table;
        this.supplies = supplies;
    }

    /** Never throws: the turn that was taken for it is given back when this stage ends. */
    CompletionStage<Link> open(Beginning beginning, Upstream upstream, WorkloadEntry entry) {
        try {
            return openChecked(beginning, upstream, entry);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Link> openChecked(Beginning beginning, Upstream upstream, WorkloadEntry entry) {
        ServerDefinition server = beginning.server();
        LaunchPlan plan = server.plan();
        if (server.javaServer().isPresent()) {
            return CompletableFuture.completedFuture(
                    JavaLink.open(server.name(), server.javaServer().get(), upstream));
        }
        if (beginning.supply().isPresent()) {
            Supplies.Supply supply = beginning.supply().get();
            return inTime(
                    server.name(),
                    upstream,
                    CompletableFuture.supplyAsync(() -> start(supply, upstream, entry), blocking));
        }
        if (plan instanceof LaunchPlan.Reach reach) {
            return reach(reach, upstream);
        }
        if (plan instanceof LaunchPlan.Attach attach) {
            return CompletableFuture.supplyAsync(() -> attach(attach, upstream), blocking);
        }
        String why =
                plan instanceof LaunchPlan.Blocked blocked ? blocked.problems().toString() : "it has no provider";
        return CompletableFuture.failedFuture(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE, "Server '" + server.name() + "' cannot start: " + why));
    }

    /** A runtime may hang: what it starts too late is ended when it comes. */
    private CompletionStage<Link> inTime(String server, Upstream upstream, CompletableFuture<Link> starting) {
        Duration patience = options.limits().serverStart();
        starting.thenAccept(link -> upstream.attach(link, false));
        return starting.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new GatewayException(
                                        ErrorCode.TIMEOUT,
                                        "Server '" + server + "' could not be started within " + patience.toSeconds()
                                                + " s: what runs it does not answer",
                                        failure)
                                : failure));
    }

    private Link start(Supplies.Supply supply, Upstream upstream, WorkloadEntry entry) {
        Consumer<String> log = table.log(entry);
        String server = upstream.server();
        try {
            WorkloadLink link =
                    WorkloadLink.start(supply.runtime(), supply.spec(), options.limits(), blocking, upstream, line -> {
                        log.accept(line);
                        if (options.showServerErrors()) {
                            events.event(EventSink.Level.INFO, line, Map.of("server", server, "stream", "stderr"));
                        }
                    });
            entry.runs(link);
            return link;
        } catch (RuntimeException e) {
            supplies.lookAgain(supply.spec());
            throw e;
        }
    }

    private Link attach(LaunchPlan.Attach attach, Upstream upstream) {
        return SocketLink.open(attach.server(), attach.address(), options.limits(), blocking, upstream);
    }

    private CompletionStage<Link> reach(LaunchPlan.Reach reach, Upstream upstream) {
        String transport = reach.target().transport();
        for (RemoteLinks links : remoteLinks) {
            if (links.supports(transport)) {
                return links.open(reach.target(), upstream);
            }
        }
        return CompletableFuture.failedFuture(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Server '" + reach.target().server() + "' is reached over '" + transport
                        + "', which nothing on the class path speaks"
                        + "; add mcp-gateway-http"));
    }
}
