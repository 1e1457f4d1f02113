package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Starts or reaches a server and shakes hands with it. Thread-safe. */
public final class Connector {
    private static final String NEWEST_LEGACY = "2025-11-25";

    private final GatewayOptions options;
    private final Runtimes runtimes;
    private final List<RemoteLinks> remoteLinks;
    private final Executor blocking;
    private final EventSink events;
    private final String gatewayVersion;
    private final Permits starts;
    private final Map<String, Boolean> preparedImages = new ConcurrentHashMap<>();

    /** A connector; the parts are owned by the caller. */
    public Connector(
            GatewayOptions options,
            Runtimes runtimes,
            List<RemoteLinks> remoteLinks,
            Executor blocking,
            EventSink events,
            String gatewayVersion) {
        this.options = options;
        this.runtimes = runtimes;
        this.remoteLinks = List.copyOf(remoteLinks);
        this.blocking = blocking;
        this.events = events;
        this.gatewayVersion = gatewayVersion;
        this.starts = new Permits(
                options.limits().concurrentStarts(), options.limits().queueWait());
    }

    /** Connects; fails with a {@link GatewayException} that says why. */
    CompletionStage<Upstream> connect(ServerDefinition server, CapabilityProfile profile, Upstream.Events hears) {
        Upstream upstream = new Upstream(server.name(), options.limits().call(), hears);
        CompletableFuture<Upstream> connected = new CompletableFuture<>();
        starts.acquire()
                .thenCompose(turn -> open(server, upstream)
                        .thenCompose(link -> {
                            upstream.attach(link);
                            return handshake(upstream, profile);
                        })
                        .whenComplete((done, failure) -> starts.release()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        upstream.close();
                        connected.completeExceptionally(unwrap(server, failure));
                    } else {
                        connected.complete(upstream);
                    }
                });
        return connected;
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
    private CompletionStage<Link> open(ServerDefinition server, Upstream upstream) {
        try {
            return openChecked(server, upstream);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Link> openChecked(ServerDefinition server, Upstream upstream) {
        LaunchPlan plan = server.plan();
        if (server.javaServer().isPresent()) {
            return CompletableFuture.completedFuture(
                    JavaLink.open(server.name(), server.javaServer().get(), upstream));
        }
        if (plan instanceof LaunchPlan.Run run) {
            return CompletableFuture.supplyAsync(() -> start(run.spec(), upstream), blocking);
        }
        if (plan instanceof LaunchPlan.Reach reach) {
            return reach(reach, upstream);
        }
        String why =
                plan instanceof LaunchPlan.Blocked blocked ? blocked.problems().toString() : "it has no provider";
        return CompletableFuture.failedFuture(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE, "Server '" + server.name() + "' cannot start: " + why));
    }

    private Link start(WorkloadSpec spec, Upstream upstream) {
        ContainerRuntime runtime = runtimes.forKind(spec.kind());
        spec.image().ifPresent(image -> {
            if (!preparedImages.containsKey(image)) {
                runtime.prepare(image, new PullReporter(image, events));
                preparedImages.put(image, true);
            }
        });
        try {
            return WorkloadLink.start(runtime, spec, options.limits(), blocking, upstream, line -> {
                if (options.showServerErrors()) {
                    events.event(EventSink.Level.INFO, line, Map.of("server", spec.server(), "stream", "stderr"));
                }
            });
        } catch (RuntimeException e) {
            // The image may have been removed since; look again next time.
            spec.image().ifPresent(preparedImages::remove);
            throw e;
        }
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

    private CompletionStage<Upstream> handshake(Upstream upstream, CapabilityProfile profile) {
        CompletableFuture<Upstream> done = new CompletableFuture<>();
        JsonText params = JsonText.of("{\"protocolVersion\":\"" + NEWEST_LEGACY + "\",\"capabilities\":"
                + profile.canonical() + ",\"clientInfo\":{\"name\":\"mcp-gateway\",\"version\":\"" + gatewayVersion
                + "\"}}");
        upstream.call(
                new UpstreamCall("initialize", params, JsonText.of("")) {
                    @Override
                    protected void answered(Envelope response) {
                        try {
                            upstream.greeted(ServerHello.of(upstream.server(), response));
                            upstream.notify("notifications/initialized", null);
                            done.complete(upstream);
                        } catch (GatewayException e) {
                            done.completeExceptionally(e);
                        }
                    }

                    @Override
                    protected void failed(GatewayException cause) {
                        done.completeExceptionally(cause);
                    }
                },
                options.limits().serverStart());
        return done.orTimeout(options.limits().serverStart().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        e instanceof java.util.concurrent.TimeoutException
                                ? new GatewayException(
                                        ErrorCode.TIMEOUT,
                                        "Server '" + upstream.server() + "' did not answer the handshake within "
                                                + options.limits().serverStart().toSeconds() + " s",
                                        e)
                                : e));
    }
}
