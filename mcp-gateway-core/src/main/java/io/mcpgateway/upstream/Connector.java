package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Starts or reaches a server and shakes hands with it. Thread-safe. */
public final class Connector {
    private final Executor blocking;
    private final WorkloadTable table;
    private final Eras eras;
    private final Turns starts;
    private final Supplies supplies;
    private final Greeter greeter;

    /** A connector that is watched by nobody, and remembers nothing for the gateways to come. */
    Connector(
            GatewayOptions options,
            Runtimes runtimes,
            List<RemoteLinks> remoteLinks,
            Executor blocking,
            EventSink events,
            String gatewayVersion) {
        this(
                options,
                runtimes,
                remoteLinks,
                blocking,
                events,
                new WorkloadTable(Clock.systemUTC(), options.limits().stderrBytes()),
                new Eras(Clock.systemUTC(), EraFile.none()),
                gatewayVersion);
    }

    /**
     * A connector; the parts are owned by the caller.
     *
     * @param home where it is kept which eras servers speak
     * @param table is told of each workload
     */
    public Connector(
            GatewayOptions options,
            Runtimes runtimes,
            List<RemoteLinks> remoteLinks,
            Executor blocking,
            EventSink events,
            Path home,
            WorkloadTable table,
            String gatewayVersion) {
        this(
                options,
                runtimes,
                remoteLinks,
                blocking,
                events,
                table,
                new Eras(Clock.systemUTC(), EraFile.in(home, blocking, events)),
                gatewayVersion);
    }

    private Connector(
            GatewayOptions options,
            Runtimes runtimes,
            List<RemoteLinks> remoteLinks,
            Executor blocking,
            EventSink events,
            WorkloadTable table,
            Eras eras,
            String gatewayVersion) {
        this.table = table;
        this.eras = eras;
        this.blocking = blocking;
        this.supplies = new Supplies(runtimes, events, blocking, options.limits());
        this.greeter = new Greeter(
                options.limits(),
                new LinkOpener(options, remoteLinks, blocking, events, table, supplies),
                table,
                eras,
                gatewayVersion);
        this.starts = new Turns(
                TurnBounds.ofStarts(options.limits()), options.limits().queueWait(), "start");
    }

    /** What workloads are started from, for whoever else starts some. */
    public Supplies supplies() {
        return supplies;
    }

    /** Hears how a start goes on. What either throws keeps the server from being started. */
    interface Steps {
        /** What it is started from is fetched now, unless it is there; not told of what is not started. */
        void fetching();

        /** All is there; it waits for its turn to start. */
        void waiting();

        /** The turn to start has come. */
        void starting();
    }

    /**
     * Connects; fails with a {@link GatewayException} that says why.
     *
     * @param who waits for it
     * @param background whether everybody else goes first
     */
    CompletionStage<Upstream> connect(
            ServerDefinition server,
            CapabilityProfile profile,
            Upstream.Events hears,
            Waiting who,
            boolean background,
            Steps steps) {
        CompletableFuture<Upstream> connected = new CompletableFuture<>();
        supplied(server, who, background, steps)
                .thenApply(supply -> new Beginning(server, profile, hears, supply))
                .thenCompose(beginning -> {
                    steps.waiting();
                    return turn(server.name(), who, background)
                            .thenCompose(turn -> CompletableFuture.completedFuture(beginning)
                                    .thenCompose(starting -> {
                                        table.checkNotStopped(server.name());
                                        steps.starting();
                                        return greeter.greet(starting);
                                    })
                                    // What either throws gives the turn back, too.
                                    .whenComplete((done, failure) -> turn.release()));
                })
                .whenComplete((upstream, failure) -> {
                    if (failure != null) {
                        if (server.plan() instanceof LaunchPlan.Run run) {
                            supplies.forget(run.spec());
                        }
                        connected.completeExceptionally(unwrap(server, failure));
                    } else {
                        connected.complete(upstream);
                    }
                });
        return connected;
    }

    private CompletionStage<Turn> turn(String server, Waiting who, boolean background) {
        return background ? starts.takeInBackground(server, who) : starts.take(server, who);
    }

    private CompletionStage<Optional<Supplies.Supply>> supplied(
            ServerDefinition server, Waiting who, boolean background, Steps steps) {
        if (!(server.plan() instanceof LaunchPlan.Run run)
                || server.javaServer().isPresent()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            table.checkNotStopped(server.name());
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        return supplies.fetch(run.spec(), who, background, ContainerRuntime.PullProgress.NONE, steps::fetching)
                .thenApply(Optional::of);
    }

    /** Starts something else for a server, in a turn of its own among all starts and on a thread that may block. */
    public CompletionStage<Void> inTurn(String server, Runnable start) {
        return starts.take(server, Waiting.GATEWAY)
                .thenCompose(turn -> CompletableFuture.completedFuture(server)
                        .thenAcceptAsync(name -> start.run(), blocking)
                        .whenComplete((done, failure) -> turn.release()));
    }

    /** Does something a moment later, on a thread that may block. */
    void later(Duration wait, Runnable task) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, blocking)
                .execute(task);
    }

    /** Who waits for a turn to start hears how many are before it. */
    void tellWaiting() {
        supplies.tell();
        starts.tell();
    }

    /** These definitions are the current ones. */
    void keepOnly(Set<String> digests) {
        eras.keepOnly(digests);
    }

    private static GatewayException unwrap(ServerDefinition server, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GatewayException known
                ? known
                : new GatewayException(
                        ErrorCode.INTERNAL, "Starting server '" + server.name() + "' failed: " + cause, cause);
    }
}
