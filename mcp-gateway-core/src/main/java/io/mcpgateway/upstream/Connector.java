package io.mcpgateway.upstream;

import io.mcpgateway.json.Messages;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Starts or reaches a server and shakes hands with it. Thread-safe. */
public final class Connector {
    private final GatewayOptions options;
    private final Runtimes runtimes;
    private final List<RemoteLinks> remoteLinks;
    private final Executor blocking;
    private final EventSink events;
    private final JsonText clientInfo;
    private final WorkloadTable table;
    private final Eras eras;
    private final Turns starts;
    private final PreparedImages images;

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
        this.options = options;
        this.table = table;
        this.eras = eras;
        this.runtimes = runtimes;
        this.images = new PreparedImages(events);
        this.remoteLinks = List.copyOf(remoteLinks);
        this.blocking = blocking;
        this.events = events;
        this.clientInfo = JsonText.of("{\"name\":\"mcp-gateway\",\"version\":" + Messages.quote(gatewayVersion) + "}");
        this.starts = new Turns(
                TurnBounds.ofStarts(options.limits()), options.limits().queueWait(), "start");
    }

    /** Which images are known to be present, for whoever else makes containers of them. */
    public PreparedImages images() {
        return images;
    }

    /**
     * Connects; fails with a {@link GatewayException} that says why.
     *
     * @param who waits for it
     * @param background whether everybody else goes first
     * @param admission run when the turn to start has come; what it throws keeps the server from being started
     */
    CompletionStage<Upstream> connect(
            ServerDefinition server,
            CapabilityProfile profile,
            Upstream.Events hears,
            Waiting who,
            boolean background,
            Runnable admission) {
        CompletableFuture<Upstream> connected = new CompletableFuture<>();
        (background ? starts.takeInBackground(server.name(), who) : starts.take(server.name(), who))
                .thenCompose(turn -> CompletableFuture.completedFuture(server)
                        .thenCompose(starting -> {
                            table.checkNotStopped(server.name());
                            admission.run();
                            return greet(starting, profile, hears);
                        })
                        // What either throws gives the turn back, too.
                        .whenComplete((done, failure) -> turn.release()))
                .whenComplete((upstream, failure) -> {
                    if (failure != null) {
                        if (server.plan() instanceof LaunchPlan.Run run) {
                            runtimes.forget(run.spec());
                        }
                        connected.completeExceptionally(unwrap(server, failure));
                    } else {
                        connected.complete(upstream);
                    }
                });
        return connected;
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
        starts.tell();
    }

    /** These definitions are the current ones. */
    void keepOnly(Set<String> digests) {
        eras.keepOnly(digests);
    }

    private CompletionStage<Upstream> greet(ServerDefinition server, CapabilityProfile profile, Upstream.Events hears) {
        Optional<Era> era = eras.of(server);
        boolean legacy = era.isPresent() && era.get() == Era.LEGACY;
        return legacy && eras.wasFound(server)
                ? initializedOrProbed(server, profile, hears)
                : opened(server, profile, hears)
                        .thenCompose(upstream -> closedOnFailure(
                                upstream,
                                legacy
                                        ? initialize(upstream, profile)
                                        : probed(server, profile, upstream, hears, era.isPresent())));
    }

    /**
     * What was found out may not hold any more, for the same entry may start a newer server: one that does not take the
     * handshake is asked again what it is (revision 2026-07-28, basic/versioning).
     */
    private CompletionStage<Upstream> initializedOrProbed(
            ServerDefinition server, CapabilityProfile profile, Upstream.Events hears) {
        return opened(server, profile, hears)
                .thenCompose(upstream -> closedOnFailure(upstream, initialize(upstream, profile))
                        .exceptionallyCompose(failure -> {
                            eras.forget(server);
                            return opened(server, profile, hears)
                                    .thenCompose(
                                            anew -> closedOnFailure(anew, probed(server, profile, anew, hears, false)));
                        }));
    }

    private CompletionStage<Upstream> opened(
            ServerDefinition server, CapabilityProfile profile, Upstream.Events hears) {
        WorkloadEntry entry;
        try {
            entry = table.starting(server, hears);
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        ClientFacts own = new ClientFacts(JsonText.of(profile.canonical()), clientInfo, JsonText.of(""));
        Upstream upstream = new Upstream(
                server.name(),
                profile,
                own,
                options.limits().call(),
                options.limits().pendingPerServer(),
                entry);
        entry.begins(upstream);
        return closedOnFailure(upstream, open(server, upstream, entry).thenApply(link -> {
            upstream.attach(link, server.plan() instanceof LaunchPlan.Reach);
            return upstream;
        }));
    }

    /** What could not be greeted is of no use, and nobody else would end it. */
    private static CompletionStage<Upstream> closedOnFailure(Upstream upstream, CompletionStage<Upstream> step) {
        return step.whenComplete((done, failure) -> {
            if (failure != null) {
                upstream.close();
            }
        });
    }

    private CompletionStage<Upstream> initialize(Upstream upstream, CapabilityProfile profile) {
        return Handshake.initialize(
                        upstream, profile, clientInfo, options.limits().serverStart())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(withLastWords(upstream, failure)));
    }

    /** A server that hangs has often said why. */
    private static Throwable withLastWords(Upstream upstream, Throwable failure) {
        String words = upstream.lastWords();
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof GatewayException known && known.code() == ErrorCode.TIMEOUT && !words.isEmpty()
                ? new GatewayException(known.code(), known.getMessage() + "; its last output: " + words, known)
                : failure;
    }

    /**
     * Asks the server what it is. One that answers goes on in the same conversation, whatever its era; one that ended over
     * the question, as some do, or kept silent, is started once more.
     */
    private CompletionStage<Upstream> probed(
            ServerDefinition server,
            CapabilityProfile profile,
            Upstream upstream,
            Upstream.Events hears,
            boolean known) {
        Duration patience =
                known ? options.limits().serverStart() : options.limits().eraProbe();
        return Handshake.probe(upstream, patience)
                .handle((probe, failure) -> {
                    if (failure != null) {
                        boolean exited = isProgram(server.plan()) && !upstream.isOpen();
                        return exited
                                ? again(server, profile, hears, EraVerdict.Reason.EXIT)
                                : CompletableFuture.<Upstream>failedFuture(failure);
                    }
                    return switch (probe) {
                        case MODERN -> {
                            eras.found(server, Era.MODERN, EraVerdict.Reason.ANSWER);
                            yield CompletableFuture.completedFuture(upstream);
                        }
                        case LEGACY ->
                            initialize(upstream, profile).thenApply(done -> {
                                eras.found(server, Era.LEGACY, EraVerdict.Reason.ANSWER);
                                return done;
                            });
                        case SILENT -> {
                            upstream.close();
                            yield again(server, profile, hears, EraVerdict.Reason.SILENCE);
                        }
                    };
                })
                .thenCompose(next -> next);
    }

    /** Whether there is a program behind the link that may end over a question. */
    private static boolean isProgram(LaunchPlan plan) {
        return plan instanceof LaunchPlan.Run || plan instanceof LaunchPlan.Attach;
    }

    private CompletionStage<Upstream> again(
            ServerDefinition server, CapabilityProfile profile, Upstream.Events hears, EraVerdict.Reason reason) {
        return opened(server, profile, hears)
                .thenCompose(upstream -> closedOnFailure(upstream, initialize(upstream, profile)))
                .thenApply(upstream -> {
                    eras.found(server, Era.LEGACY, reason);
                    return upstream;
                });
    }

    private static GatewayException unwrap(ServerDefinition server, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GatewayException known
                ? known
                : new GatewayException(
                        ErrorCode.INTERNAL, "Starting server '" + server.name() + "' failed: " + cause, cause);
    }

    /** Never throws: the turn that was taken for it is given back when this stage ends. */
    private CompletionStage<Link> open(ServerDefinition server, Upstream upstream, WorkloadEntry entry) {
        try {
            return openChecked(server, upstream, entry);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Link> openChecked(ServerDefinition server, Upstream upstream, WorkloadEntry entry) {
        LaunchPlan plan = server.plan();
        if (server.javaServer().isPresent()) {
            return CompletableFuture.completedFuture(
                    JavaLink.open(server.name(), server.javaServer().get(), upstream));
        }
        if (plan instanceof LaunchPlan.Run run) {
            return ready(run.spec())
                    .thenCompose(spec -> prepared(spec)
                            .thenCompose(runtime -> inTime(
                                    server.name(),
                                    upstream,
                                    CompletableFuture.supplyAsync(
                                            () -> start(runtime, spec, upstream, entry), blocking))));
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

    /** What is started for a package; fetching it may take its time, so that it is no part of the start. */
    private CompletableFuture<WorkloadSpec> ready(WorkloadSpec spec) {
        return spec.kind() == WorkloadKind.PACKAGE
                ? CompletableFuture.supplyAsync(() -> runtimes.ready(spec), blocking)
                : CompletableFuture.completedFuture(spec);
    }

    /** Pulling an image may take its time, so that it is no part of the start. */
    private CompletableFuture<ContainerRuntime> prepared(WorkloadSpec spec) {
        ContainerRuntime runtime = runtimes.forKind(spec.kind());
        String image = spec.image().orElse("");
        if (image.isEmpty() || images.isPrepared(image)) {
            return CompletableFuture.completedFuture(runtime);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    images.prepare(runtime, image, ContainerRuntime.PullProgress.NONE);
                    return runtime;
                },
                blocking);
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

    private Link start(ContainerRuntime runtime, WorkloadSpec spec, Upstream upstream, WorkloadEntry entry) {
        Consumer<String> log = table.log(entry);
        try {
            WorkloadLink link = WorkloadLink.start(runtime, spec, options.limits(), blocking, upstream, line -> {
                log.accept(line);
                if (options.showServerErrors()) {
                    events.event(EventSink.Level.INFO, line, Map.of("server", spec.server(), "stream", "stderr"));
                }
            });
            entry.runs(link);
            return link;
        } catch (RuntimeException e) {
            spec.image().ifPresent(images::lookAgain);
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
