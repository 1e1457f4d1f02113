package io.mcpgateway.upstream;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.workload.WorkloadStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pool over a {@link FakeRuntime}, and what it said. */
final class TestPools implements AutoCloseable {
    static final CapabilityProfile PROFILE = CapabilityProfile.EMPTY;
    static final CapabilityProfile OTHER_PROFILE = new CapabilityProfile("{\"roots\":{}}");
    static final long MEMORY = 1L << 20;

    final FakeServer server = new FakeServer();
    final FakeRuntime runtime = new FakeRuntime(server);
    final BackOffTest.TestClock clock = new BackOffTest.TestClock();
    final Set<CapabilityProfile> forgotten = ConcurrentHashMap.newKeySet();
    final List<String> listChanges = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final WorkloadTable table = new WorkloadTable(Clock.systemUTC(), 1000);
    final Pool pool;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    TestPools(Consumer<Limits.Builder> changes) {
        Limits limits = Limits.DEFAULT.with(changes);
        Connector connector = new Connector(
                GatewayOptions.builder().limits(limits).build(),
                kind -> runtime,
                List.of(),
                executor,
                (level, message, facts) -> {},
                Path.of("nowhere"),
                table,
                "test");
        pool = new Pool(
                connector,
                (Clock) clock,
                (level, message, facts) -> {},
                limits,
                profile -> !forgotten.contains(profile),
                new Pool.Unaddressed() {
                    @Override
                    public void listChanged(
                            ServerDefinition changed, CapabilityProfile profile, String session, Upstream upstream) {
                        listChanges.add(changed.name());
                    }

                    @Override
                    public void notification(String session, String method, @Nullable JsonText params) {}

                    @Override
                    public void resourceUpdated(Upstream upstream, JsonText params) {}

                    @Override
                    public boolean asked(String session, Question question) {
                        asked.add(question.method());
                        return false;
                    }
                });
    }

    static ServerDefinition definition(String name, Isolation isolation) {
        return definition(name, isolation, "digest of " + name);
    }

    static ServerDefinition definition(String name, Isolation isolation, String digest) {
        return ofImage(FakeRuntime.HERE, name, isolation, digest);
    }

    static ServerDefinition ofImage(String image, String name, Isolation isolation, String digest) {
        WorkloadSpec spec = WorkloadSpec.image(name, image)
                .limits(new WorkloadSpec.Limits(Optional.empty(), OptionalLong.of(MEMORY), 10))
                .build();
        return new ServerDefinition(
                name,
                "image",
                new LaunchPlan.Run(spec, List.of()),
                digest,
                isolation,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Era.LEGACY));
    }

    Lease lease(ServerDefinition of, CapabilityProfile profile, String session) throws Exception {
        return pool.lease(of, profile, session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** The runtime's ids of what is in this state. */
    List<String> in(WorkloadStatus.State state) {
        return table.list().stream()
                .filter(workload -> workload.state() == state)
                .map(WorkloadStatus::id)
                .toList();
    }

    @Override
    public void close() {
        pool.close();
        executor.shutdownNow();
    }
}
