package io.mcpgateway;

import io.mcpgateway.intercept.CallMeter;
import io.mcpgateway.launch.LaunchPlanner;
import io.mcpgateway.listing.ListingCache;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.owner.HostFacts;
import io.mcpgateway.poci.ToolContainers;
import io.mcpgateway.policy.AllowAll;
import io.mcpgateway.relay.Parking;
import io.mcpgateway.relay.Pipeline;
import io.mcpgateway.relay.ResourceSubscriptions;
import io.mcpgateway.relay.Router;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.secret.SecretStoreChain;
import io.mcpgateway.session.Gate;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.threads.Threads;
import io.mcpgateway.upstream.Connector;
import io.mcpgateway.upstream.Pool;
import io.mcpgateway.upstream.Question;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.upstream.WorkloadTable;
import io.mcpgateway.view.Views;
import io.mcpgateway.workload.Workloads;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a gateway together: this is the one place where the road of a request is assembled, and where each part
 * learns who hears what it has to tell. It begins nothing and ends nothing. Thread-safe; what was loaded last is one
 * immutable snapshot behind a volatile reference, which {@link CurrentConfiguration} sets.
 */
final class EngineParts {
    final ExecutorService blocking = Threads.blocking("mcp-gateway");
    final ScheduledExecutorService scheduler = Threads.scheduler("mcp-gateway-timer");
    final EgressRefusals refusals;
    final EventSink events;
    final Policy policy;
    final Optional<ImageVerifier> imageVerifier;
    final RuntimeSet runtimes;
    final JavaServerSet javaServers;
    final List<RemoteLinks> remoteLinks = new ArrayList<>();
    final SecretStoreChain secrets;
    final WorkloadTable table;
    final CallMeter meter = new CallMeter();
    final ProfileSet profiles;
    final Pool pool;
    final Views views;
    final Parking parking;
    final Router router;
    final ResourceSubscriptions subscriptions;
    final Gate gate;
    final Listings listings;
    final Workloads workloads;
    final Loader loader;
    /** What is in force. */
    volatile Loader.Loaded loaded = Loader.Loaded.NOTHING;

    EngineParts(McpGateway.Builder builder) {
        EventSink given = builder.events;
        this.refusals = new EgressRefusals(given == null ? new LoggedEvents() : new GuardedEvents(given));
        this.events = refusals;
        Policy givenPolicy = builder.policy;
        this.policy = givenPolicy == null ? new AllowAll() : givenPolicy;
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
                () -> loaded.definitions(), table, pool, meter, router::waiting, this::listAnew, blocking, events);
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
                if (hold.isNew()) {
                    listings.listLater(loaded.definitions(), profile);
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
}
