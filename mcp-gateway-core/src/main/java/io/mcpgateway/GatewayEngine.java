package io.mcpgateway;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Router;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life of a gateway: owns the parts, begins them, lets clients in, and ends everything in order, each part whatever
 * another one throws. Thread-safe.
 */
final class GatewayEngine implements McpGateway {
    private static final Duration LAST_TASKS = Duration.ofSeconds(5);

    private final McpGateway.Builder builder;
    private final EngineParts parts;
    private final Attempts attempts;
    private final CurrentConfiguration configuration;
    private final ServerStatuses statuses;
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    GatewayEngine(McpGateway.Builder builder) {
        this.builder = builder;
        this.parts = new EngineParts(builder);
        this.attempts = new Attempts(parts.events);
        this.configuration = new CurrentConfiguration(parts, attempts, builder);
        this.statuses = new ServerStatuses(parts.views, parts.refusals);
    }

    @Override
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("The gateway has been started already");
        }
        configuration.load();
        everySecond("sweep of servers", parts.pool::sweep);
        everySecond("sweep of tasks", parts.parking.tasks()::sweep);
        everySecond("sweep of subscriptions", parts.subscriptions::sweep);
        everySecond("sweep of sessions", parts.gate::sweep);
        configuration.watch();
    }

    private void everySecond(String what, Runnable sweep) {
        parts.scheduler.scheduleWithFixedDelay(() -> attempts.run(what, sweep), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void serve(Transport transport) {
        if (closed.get()) {
            transport.close();
            throw new GatewayException(ErrorCode.INVALID_REQUEST, "The gateway is closed");
        }
        transports.add(transport);
        transport.start(parts.gate);
    }

    /** How many calls wait for their clients to come back. */
    int parkedCalls() {
        return parts.parking.size();
    }

    @Override
    public ClientGate gate() {
        return parts.gate;
    }

    @Override
    public CompletionStage<Outcome> request(String method, JsonText params) {
        if (!Router.handles(method)) {
            return CompletableFuture.completedFuture(Outcome.failure(-32601, "Method not found: " + method));
        }
        try {
            Request request = Embedded.request(method, params);
            Runnable over = parts.router.calls().begin(method);
            return parts.router.handle(request).whenComplete((outcome, failure) -> over.run());
        } catch (MalformedMessageException e) {
            return CompletableFuture.completedFuture(Outcome.failure(e.code(), e.getMessage()));
        }
    }

    @Override
    public List<ServerStatus> status() {
        return statuses.of(parts.loaded);
    }

    @Override
    public Workloads workloads() {
        return parts.workloads;
    }

    @Override
    public boolean awaitListings(Duration timeout) throws InterruptedException {
        try {
            parts.views
                    .settled(CapabilityProfile.EMPTY, timeout)
                    .toCompletableFuture()
                    .get();
            return parts.views.isSettled(CapabilityProfile.EMPTY);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for listings cannot fail", e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        configuration.close();
        parts.gate.drain();
        attempts.run(
                "end of calls in flight",
                () -> Drain.await(
                        parts.router.calls()::number, builder.options.limits().drain(), parts.events));
        attempts.run("end of conversations", parts.gate::close);
        transports.forEach(transport -> attempts.run("end of a transport", transport::close));
        attempts.run("end of servers", parts.pool::close);
        parts.scheduler.shutdownNow();
        parts.javaServers.closeEach(server -> attempts.run("end of a Java server", server::close));
        parts.remoteLinks.forEach(links -> attempts.run("end of remote links", links::close));
        parts.runtimes.closeEach(runtime -> attempts.run("end of a runtime", runtime::close));
        closeGiven();
        endTasks();
    }

    private void closeGiven() {
        builder.interceptors.forEach(interceptor -> attempts.run("end of an interceptor", interceptor::close));
        attempts.run("end of the policy", parts.policy::close);
        Registry registry = builder.registry;
        if (registry != null) {
            attempts.run("end of the registry", registry::close);
        }
        builder.catalogs.forEach(catalog -> attempts.run("end of a catalog", catalog::close));
        attempts.run("end of the secret stores", parts.secrets::close);
        parts.imageVerifier.ifPresent(verifier -> attempts.run("end of the image verifier", verifier::close));
    }

    private void endTasks() {
        parts.blocking.shutdown();
        try {
            if (!parts.blocking.awaitTermination(LAST_TASKS.toMillis(), TimeUnit.MILLISECONDS)) {
                parts.blocking.shutdownNow();
            }
        } catch (InterruptedException e) {
            parts.blocking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
