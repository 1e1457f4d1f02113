package io.mcpgateway;

import io.mcpgateway.intercept.CallMeter;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.launch.LaunchPlanner;
import io.mcpgateway.listing.ListingCache;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.Problem;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.poci.ToolContainers;
import io.mcpgateway.policy.AllowAll;
import io.mcpgateway.relay.Parking;
import io.mcpgateway.relay.Pipeline;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.relay.ResourceSubscriptions;
import io.mcpgateway.relay.Router;
import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.secret.SecretStoreChain;
import io.mcpgateway.session.Gate;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.spi.Watchable;
import io.mcpgateway.threads.Threads;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Connector;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.Question;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.upstream.WorkloadTable;
import io.mcpgateway.view.Views;
import io.mcpgateway.workload.Workloads;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts together and owns them: this is the one place where the road of a request is assembled. Thread-safe; what
 * was loaded last is one immutable snapshot behind a volatile reference.
 */
final class GatewayEngine implements McpGateway {
    private static final Duration RELOAD_QUIET = Duration.ofMillis(300);
    private static final Duration LAST_TASKS = Duration.ofSeconds(5);

    private final McpGateway.Builder builder;
    private final Policy policy;
    private final ExecutorService blocking = Threads.blocking("mcp-gateway");
    private final ScheduledExecutorService scheduler = Threads.scheduler("mcp-gateway-timer");
    private final EgressRefusals refusals;
    private final EventSink events;
    private final RuntimeSet runtimes;
    private final Optional<ImageVerifier> imageVerifier;
    private final JavaServerSet javaServers;
    private final List<RemoteLinks> remoteLinks = new ArrayList<>();
    private final SecretStoreChain secrets;
    private final WorkloadTable table;
    private final CallMeter meter = new CallMeter();
    private final Workloads workloads;
    private final Pool pool;
    private final Views views;
    private final Parking parking;
    private final Router router;
    private final ResourceSubscriptions subscriptions;
    private final Gate gate;
    private final Listings listings;
    private final ProfileSet profiles;
    private final Loader loader;
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final List<Watchable.Watch> watches = new ArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean reloadPlanned = new AtomicBoolean();
    private volatile Loader.@Nullable Loaded loaded;

    GatewayEngine(McpGateway.Builder builder) {
        EventSink given = builder.events;
        this.refusals = new EgressRefusals(given == null ? new LoggedEvents() : new GuardedEvents(given));
        this.events = refusals;
        Policy givenPolicy = builder.policy;
        this.policy = givenPolicy == null ? new AllowAll() : givenPolicy;
        this.builder = builder;
        HostFacts host = HostFacts.here();
        EngineContext context = new EngineContext(
                Clock.systemUTC(),
                blocking,
                scheduler,
                builder.home,
                Map.of(),
                builder.environment,
                host.newOwner(),
                host.probe(),
                events);
        this.imageVerifier = Optional.ofNullable(builder.imageVerifier);
        this.runtimes = new RuntimeSet(builder.runtimes, context, imageVerifier, builder.options.packages());
        this.javaServers = new JavaServerSet(builder.javaServers, context);
        ServiceLoader.load(RemoteLinks.class).forEach(remoteLinks::add);
        this.secrets = new SecretStoreChain(builder.secretStores, events);
        String version = Versions.own();
        this.table = new WorkloadTable(context.clock(), builder.options.limits().stderrBytes());
        Connector connector =
                new Connector(builder.options, runtimes, remoteLinks, blocking, events, builder.home, table, version);
        this.profiles = new ProfileSet(builder.options.limits().profiles());
        this.pool = new Pool(
                connector, context.clock(), events, builder.options.limits(), profiles::isKnown, unaddressed());
        this.views = new Views(builder.options, profiles::isKnown, this::listsChanged);
        Pipeline pipeline = new Pipeline(policy, policy instanceof AllowAll, interceptors(builder), events);
        this.parking = new Parking(builder.options.limits(), scheduler, blocking);
        this.router = new Router(views, pool, pipeline, builder.options.limits(), parking);
        this.subscriptions = new ResourceSubscriptions(
                router, pool, pipeline, builder.options.limits().pendingPerSession());
        this.gate = new Gate(builder.options, router, subscriptions, views, version, clients());
        this.listings = new Listings(
                pool,
                views,
                new ListingCache(builder.home, context.clock(), events),
                scheduler,
                blocking,
                events,
                runtimes::imageId,
                builder.options.refreshListings());
        this.workloads = new EngineWorkloads(
                this::definitions, table, pool, meter, router::waiting, this::listAnew, blocking, events);
        this.loader = new Loader(
                builder,
                new LaunchPlanner(
                        builder.options, secrets, builder.environment, builder.home, howToConfigure(builder.registry)),
                javaServers,
                new ToolContainers(builder.options, connector, events, version),
                policy);
    }

    /** The meter is the outermost, so that it sees what clients see. */
    private List<Interceptor> interceptors(McpGateway.Builder from) {
        List<Interceptor> all = new ArrayList<>(List.of(meter));
        all.addAll(from.interceptors);
        return all;
    }

    private List<ServerDefinition> definitions() {
        Loader.Loaded now = loaded;
        return now == null ? List.of() : now.definitions();
    }

    private void listAnew(ServerDefinition server) {
        profiles.all().forEach(profile -> listings.listAnew(server, profile));
    }

    private static UnaryOperator<String> howToConfigure(@Nullable Registry registry) {
        return registry == null ? server -> "where the program configures it" : registry::howToConfigure;
    }

    // Lambdas that name fields which are assigned later in the constructor; nothing calls them before it has ended.

    private Pool.Unaddressed unaddressed() {
        return new Pool.Unaddressed() {
            @Override
            public void listChanged(
                    ServerDefinition server, CapabilityProfile profile, String session, Upstream upstream) {
                listings.changed(server, profile, session, upstream);
            }

            @Override
            public void notification(String session, String method, @Nullable JsonText params) {
                gate.notification(session, method, params);
            }

            @Override
            public void resourceUpdated(Upstream upstream, JsonText params) {
                subscriptions.updated(upstream, params);
            }

            @Override
            public boolean asked(String session, Question question) {
                return gate.asked(session, question);
            }
        };
    }

    private void listsChanged(CapabilityProfile profile, String session, Set<String> lists) {
        gate.listsChanged(profile, session, lists);
    }

    private Gate.Listener clients() {
        return new Gate.Listener() {
            @Override
            public boolean hold(CapabilityProfile profile, String principal) {
                ProfileSet.Hold hold = profiles.hold(profile, principal);
                CapabilityProfile forgotten = hold.forgotten();
                if (forgotten != null) {
                    views.forget(forgotten);
                    pool.forget(forgotten);
                }
                Loader.Loaded now = loaded;
                if (hold.isNew() && now != null) {
                    listings.listLater(now.definitions(), profile);
                }
                return hold.granted();
            }

            @Override
            public void letGo(CapabilityProfile profile) {
                profiles.letGo(profile);
            }

            @Override
            public boolean isParked(String sessionKey) {
                return parking.isParked(sessionKey);
            }

            @Override
            public void sessionEnded(String sessionKey) {
                parking.sessionEnded(sessionKey);
                parking.tasks().sessionEnded(sessionKey);
                pool.sessionEnded(sessionKey);
                views.sessionEnded(sessionKey);
            }

            @Override
            public void notified(String sessionKey, String method, @Nullable JsonText params) {
                pool.notify(sessionKey, method, params);
            }
        };
    }

    @Override
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("The gateway has been started already");
        }
        apply(loader.load());
        scheduler.scheduleWithFixedDelay(() -> attempt("sweep of servers", pool::sweep), 1, 1, TimeUnit.SECONDS);
        scheduler.scheduleWithFixedDelay(
                () -> attempt("sweep of tasks", parking.tasks()::sweep), 1, 1, TimeUnit.SECONDS);
        scheduler.scheduleWithFixedDelay(
                () -> attempt("sweep of subscriptions", subscriptions::sweep), 1, 1, TimeUnit.SECONDS);
        scheduler.scheduleWithFixedDelay(() -> attempt("sweep of sessions", gate::sweep), 1, 1, TimeUnit.SECONDS);
        if (builder.options.watch()) {
            watch(builder.catalogs);
            if (builder.registry != null) {
                watch(List.of(builder.registry));
            }
        }
    }

    /** The top of what has to go on whatever a third party's part throws: the clock's ticks, the steps of the end. */
    private void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            events.event(EventSink.Level.ERROR, "Failed: " + what, Map.of("cause", String.valueOf(e)));
        }
    }

    private void watch(Collection<? extends AutoCloseable> sources) {
        for (AutoCloseable source : sources) {
            if (source instanceof Watchable watchable) {
                watches.add(watchable.watch(this::planReload));
            }
        }
    }

    private void planReload() {
        if (closed.get() || !reloadPlanned.compareAndSet(false, true)) {
            return;
        }
        try {
            scheduler.schedule(
                    () -> attempt("reload", () -> blocking.execute(this::reload)),
                    RELOAD_QUIET.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing, and watchers may hear of one more change before they end.
            reloadPlanned.set(false);
        }
    }

    /** Applies everything that has changed, or nothing. */
    private synchronized void reload() {
        reloadPlanned.set(false);
        if (closed.get()) {
            return;
        }
        try {
            apply(loader.load());
            events.event(EventSink.Level.INFO, "Configuration updated", Map.of());
        } catch (RuntimeException e) {
            events.event(
                    EventSink.Level.ERROR,
                    "Configuration has changed and cannot be used; the former one stays",
                    Map.of("cause", String.valueOf(e instanceof GatewayException ? e.getMessage() : e)));
        }
    }

    private void apply(Loader.Loaded next) {
        Loader.Loaded before = loaded;
        loaded = next;
        Set<String> digests =
                next.definitions().stream().map(ServerDefinition::digest).collect(Collectors.toSet());
        Set<String> names =
                next.definitions().stream().map(ServerDefinition::name).collect(Collectors.toSet());
        table.keepOnly(names);
        meter.keepOnly(names);
        listings.keepOnly(digests);
        views.servers(next.definitions());
        pool.keepOnly(digests);
        subscriptions.keepOnly(digests);
        javaServers.keepOnly(digests, this::closeWhenCallsAreOver);
        next.warnings().forEach(problem -> {
            if (before == null || !before.warnings().contains(problem)) {
                events.event(EventSink.Level.WARN, problem.message(), Map.of("where", problem.where()));
            }
        });
        next.problems()
                .forEach((server, problems) -> problems.forEach(problem -> {
                    if (before == null
                            || !before.problems()
                                    .getOrDefault(server, List.of())
                                    .contains(problem)) {
                        events.event(EventSink.Level.WARN, problem.message(), Map.of("server", server));
                    }
                }));
        for (CapabilityProfile profile : profiles.all()) {
            listings.list(next.definitions(), profile);
        }
    }

    /** A call in flight, and its client's answers, may take as long as their limits allow; then nobody needs the former server. */
    private void closeWhenCallsAreOver(JavaServer server) {
        Limits limits = builder.options.limits();
        scheduler.schedule(
                () -> blocking.execute(() -> {
                    if (javaServers.claimOutdated(server)) {
                        attempt("end of a Java server", server::close);
                    }
                }),
                limits.call().plus(limits.parked()).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void serve(Transport transport) {
        if (closed.get()) {
            transport.close();
            throw new GatewayException(ErrorCode.INVALID_REQUEST, "The gateway is closed");
        }
        transports.add(transport);
        transport.start(gate);
    }

    /** How many calls wait for their clients to come back. */
    int parkedCalls() {
        return parking.size();
    }

    @Override
    public ClientGate gate() {
        return gate;
    }

    @Override
    public CompletionStage<Outcome> request(String method, JsonText params) {
        if (!Router.handles(method)) {
            return CompletableFuture.completedFuture(Outcome.failure(-32601, "Method not found: " + method));
        }
        try {
            Envelope envelope = Envelope.scan(Messages.request(1, method, params, JsonText.of("")));
            Runnable over = router.calls().begin(method);
            return router.handle(new Request(
                            envelope,
                            Embedded.NO_STREAM,
                            new Requester(
                                    Era.LEGACY,
                                    new ClientIdentity("local", "embedded", Versions.own(), "embedded"),
                                    CapabilityProfile.EMPTY,
                                    new ClientFacts(JsonText.emptyObject(), JsonText.of(""), JsonText.of("")),
                                    "",
                                    new UriOwners(),
                                    Requester.Asking.NOBODY)))
                    .whenComplete((outcome, failure) -> over.run());
        } catch (MalformedMessageException e) {
            return CompletableFuture.completedFuture(Outcome.failure(e.code(), e.getMessage()));
        }
    }

    @Override
    public List<ServerStatus> status() {
        Loader.Loaded now = loaded;
        if (now == null) {
            return List.of();
        }
        ViewCounts counts = ViewCounts.of(views.current(CapabilityProfile.EMPTY, ""));
        return now.definitions().stream()
                .map(server -> status(now, server, counts))
                .toList();
    }

    private ServerStatus status(Loader.Loaded now, ServerDefinition server, ViewCounts counts) {
        List<Problem> problems = new ArrayList<>(now.problems().getOrDefault(server.name(), List.of()));
        ServerStatus.State state = ServerStatus.State.READY;
        if (!server.canStart()) {
            state = ServerStatus.State.BLOCKED;
        } else {
            Views.Knowledge knowledge = views.knowledge(server, CapabilityProfile.EMPTY);
            if (knowledge != null) {
                state = ServerStatus.State.LISTING;
                if (knowledge.offer().isPresent()) {
                    state = ServerStatus.State.LISTED;
                    problems.addAll(knowledge.offer().get().problems());
                } else if (knowledge.failure().isPresent()) {
                    state = ServerStatus.State.FAILED;
                    problems.add(new Problem(
                            server.name(),
                            String.valueOf(knowledge.failure().get().getMessage())));
                }
            }
            problems.addAll(counts.problemsOf(server.name()));
        }
        problems.addAll(refusals.of(server.name()));
        return new ServerStatus(
                server.name(),
                Optional.ofNullable(now.types().get(server.name())),
                state,
                counts.toolsOf(server.name()),
                counts.promptsOf(server.name()),
                counts.resourcesOf(server.name()),
                counts.templatesOf(server.name()),
                problems);
    }

    @Override
    public Workloads workloads() {
        return workloads;
    }

    @Override
    public boolean awaitListings(Duration timeout) throws InterruptedException {
        try {
            views.settled(CapabilityProfile.EMPTY, timeout)
                    .toCompletableFuture()
                    .get();
            return views.isSettled(CapabilityProfile.EMPTY);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for listings cannot fail", e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watches.forEach(watch -> attempt("end of a watch", watch::close));
        gate.drain();
        attempt(
                "end of calls in flight",
                () -> Drain.await(
                        router.calls()::number, builder.options.limits().drain(), events));
        attempt("end of conversations", gate::close);
        transports.forEach(transport -> attempt("end of a transport", transport::close));
        attempt("end of servers", pool::close);
        scheduler.shutdownNow();
        javaServers.closeEach(server -> attempt("end of a Java server", server::close));
        remoteLinks.forEach(links -> attempt("end of remote links", links::close));
        runtimes.closeEach(runtime -> attempt("end of a runtime", runtime::close));
        closeGiven();
        blocking.shutdown();
        try {
            if (!blocking.awaitTermination(LAST_TASKS.toMillis(), TimeUnit.MILLISECONDS)) {
                blocking.shutdownNow();
            }
        } catch (InterruptedException e) {
            blocking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void closeGiven() {
        builder.interceptors.forEach(interceptor -> attempt("end of an interceptor", interceptor::close));
        attempt("end of the policy", policy::close);
        Registry registry = builder.registry;
        if (registry != null) {
            attempt("end of the registry", registry::close);
        }
        builder.catalogs.forEach(catalog -> attempt("end of a catalog", catalog::close));
        attempt("end of the secret stores", secrets::close);
        imageVerifier.ifPresent(verifier -> attempt("end of the image verifier", verifier::close));
    }
}
