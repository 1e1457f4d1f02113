package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.JavaServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final CapabilityProfile PROFILE = CapabilityProfile.EMPTY;
    private static final CapabilityProfile OTHER_PROFILE = new CapabilityProfile("{\"roots\":{}}");

    private final FakeServer server = new FakeServer();
    private final Set<CapabilityProfile> forgotten = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Pool pool = pool(Limits.DEFAULT);

    private Pool pool(Limits limits) {
        Connector connector = new Connector(
                GatewayOptions.defaults(),
                kind -> {
                    throw new IllegalStateException("no runtime here");
                },
                List.of(),
                executor,
                (level, message, facts) -> {},
                "test");
        return new Pool(
                connector,
                Clock.systemUTC(),
                (level, message, facts) -> {},
                limits,
                profile -> !forgotten.contains(profile),
                new Pool.Unaddressed() {
                    @Override
                    public void listChanged(
                            ServerDefinition changed, CapabilityProfile profile, String session, Upstream upstream) {}

                    @Override
                    public void notification(String session, String method, @Nullable JsonText params) {}

                    @Override
                    public void resourceUpdated(Upstream upstream, JsonText params) {}

                    @Override
                    public boolean asked(String session, Question question) {
                        return false;
                    }
                });
    }

    @AfterEach
    void end() {
        pool.close();
        executor.shutdownNow();
    }

    private ServerDefinition definition(Isolation isolation) {
        return definition(isolation, "d", server);
    }

    private static ServerDefinition definition(Isolation isolation, String digest, JavaServer javaServer) {
        return new ServerDefinition(
                "s",
                "",
                new LaunchPlan.InJvm("x", JsonText.emptyObject()),
                digest,
                isolation,
                "",
                Optional.empty(),
                Optional.of(javaServer),
                Optional.empty());
    }

    private Lease lease(ServerDefinition of, CapabilityProfile profile, String session) throws Exception {
        return pool.lease(of, profile, session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallNeverGetsAWorkloadThatServedAnother() throws Exception {
        Set<Upstream> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Lease lease = lease(definition(Isolation.CALL), PROFILE, "one");
            assertThat(seen.add(lease.upstream())).isTrue();
            assertThat(lease.upstream().isOpen()).isTrue();
            lease.release();
            lease.release();
            assertThat(lease.upstream().isOpen()).isFalse();
        }
        assertThat(server.opened).hasValue(200);
        assertThat(server.open).isEmpty();
        assertThat(pool.size()).isZero();
    }

    @Test
    void aLeaseThatIsOverCannotBeShared() throws Exception {
        Lease lease = lease(definition(Isolation.CALL), PROFILE, "one");
        Lease other = lease.share();
        lease.release();
        assertThat(other).isNotNull();
        assertThat(lease.upstream().isOpen()).isTrue();
        Lease third = lease.share();
        assertThat(third).isNotNull();
        other.release();
        assertThat(lease.upstream().isOpen()).isTrue();
        third.release();
        assertThat(lease.upstream().isOpen()).isFalse();
        assertThat(lease.share()).isNull();
        assertThat(other.share()).isNull();
    }

    /** One gives its right back while others share it: either they get one that lasts, or none. */
    @Test
    void whoSharesALeaseThatEndsGetsOneThatLastsOrNone() throws Exception {
        for (int round = 0; round < 300; round++) {
            Lease lease = lease(definition(Isolation.CALL), PROFILE, "one");
            CyclicBarrier barrier = new CyclicBarrier(2);
            Thread releases = new Thread(() -> {
                meet(barrier);
                lease.release();
            });
            releases.start();
            meet(barrier);
            Lease shared = lease.share();
            releases.join();
            assertThat(lease.upstream().isOpen()).isEqualTo(shared != null);
            if (shared != null) {
                shared.release();
            }
        }
        assertThat(server.open).isEmpty();
        assertThat(pool.size()).isZero();
    }

    @Test
    void aSessionKeepsItsWorkloadAndSharesItWithNobody() throws Exception {
        Lease first = lease(definition(Isolation.SESSION), PROFILE, "one");
        first.release();
        assertThat(lease(definition(Isolation.SESSION), PROFILE, "one").upstream())
                .isSameAs(first.upstream());
        assertThat(lease(definition(Isolation.SESSION), PROFILE, "two").upstream())
                .isNotSameAs(first.upstream());
        assertThat(lease(definition(Isolation.SESSION), OTHER_PROFILE, "one").upstream())
                .isNotSameAs(first.upstream());
        assertThat(lease(definition(Isolation.SESSION, "d2", server), PROFILE, "one")
                        .upstream())
                .isNotSameAs(first.upstream());
        assertThat(server.opened).hasValue(4);
    }

    @Test
    void aSharedWorkloadServesAllOfOneProfile() throws Exception {
        Upstream first = lease(definition(Isolation.SHARED), PROFILE, "one").upstream();
        assertThat(lease(definition(Isolation.SHARED), PROFILE, "two").upstream())
                .isSameAs(first);
        assertThat(lease(definition(Isolation.SHARED), OTHER_PROFILE, "two").upstream())
                .isNotSameAs(first);
        assertThat(pool.leaseForListing(definition(Isolation.SHARED), PROFILE)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .upstream())
                .isSameAs(first);
    }

    @Test
    void aListingNeverUsesTheWorkloadOfASession() throws Exception {
        Upstream kept = lease(definition(Isolation.SESSION), PROFILE, "one").upstream();
        Lease listing = pool.leaseForListing(definition(Isolation.SESSION), PROFILE)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(listing.upstream()).isNotSameAs(kept);
        listing.release();
        assertThat(listing.upstream().isOpen()).isFalse();
        assertThat(kept.isOpen()).isTrue();
    }

    @Test
    void aKeptWorkloadThatDiesIsReplaced() throws Exception {
        Lease first = lease(definition(Isolation.SHARED), PROFILE, "");
        server.open.forEach(receiver -> receiver.ended("crashed"));
        assertThat(first.upstream().isOpen()).isFalse();
        Lease second = lease(definition(Isolation.SHARED), PROFILE, "");
        assertThat(second.upstream()).isNotSameAs(first.upstream());
        assertThat(second.upstream().isOpen()).isTrue();
        first.release();
        assertThat(second.upstream().isOpen()).isTrue();
    }

    @Test
    void aChangedConfigurationWaitsForCallsInFlight() throws Exception {
        Lease old = lease(definition(Isolation.SHARED), PROFILE, "");
        pool.keepOnly(Set.of("d2"));
        assertThat(old.upstream().isOpen()).isTrue();
        assertThat(lease(definition(Isolation.SHARED, "d2", server), PROFILE, "")
                        .upstream())
                .isNotSameAs(old.upstream());
        old.release();
        assertThat(old.upstream().isOpen()).isFalse();
    }

    @Test
    void aCallForADefinitionThatIsNotCurrentAnyMoreLeavesNothingBehind() throws Exception {
        pool.keepOnly(Set.of("d2"));
        Lease late = lease(definition(Isolation.SHARED), PROFILE, "");
        assertThat(late.upstream().isOpen()).isTrue();
        late.release();
        assertThat(late.upstream().isOpen()).isFalse();
        assertThat(pool.size()).isZero();
    }

    @Test
    void theEndOfASessionEndsItsWorkloads() throws Exception {
        Lease idle = lease(definition(Isolation.SESSION), PROFILE, "one");
        idle.release();
        Lease used = lease(definition(Isolation.SESSION, "d2", server), PROFILE, "one");
        Lease other = lease(definition(Isolation.SESSION), PROFILE, "two");
        pool.sessionEnded("one");
        assertThat(idle.upstream().isOpen()).isFalse();
        assertThat(used.upstream().isOpen()).isTrue();
        used.release();
        assertThat(used.upstream().isOpen()).isFalse();
        assertThat(other.upstream().isOpen()).isTrue();
    }

    @Test
    void aForgottenProfileEndsWhatItsClientsSharedWhenItsCallsAreOver() throws Exception {
        Lease idle = lease(definition(Isolation.SHARED), OTHER_PROFILE, "");
        idle.release();
        Lease used = lease(definition(Isolation.SHARED, "d2", server), OTHER_PROFILE, "");
        Lease sessions = lease(definition(Isolation.SESSION), OTHER_PROFILE, "one");
        sessions.release();
        Lease others = lease(definition(Isolation.SHARED), PROFILE, "");
        others.release();
        pool.forget(OTHER_PROFILE);
        assertThat(idle.upstream().isOpen()).as("it is back already").isTrue();
        forgotten.add(OTHER_PROFILE);
        pool.forget(OTHER_PROFILE);
        assertThat(idle.upstream().isOpen()).isFalse();
        assertThat(used.upstream().isOpen()).isTrue();
        used.release();
        assertThat(used.upstream().isOpen()).isFalse();
        assertThat(sessions.upstream().isOpen()).isTrue();
        assertThat(others.upstream().isOpen()).isTrue();
    }

    @Test
    void aListingForAForgottenProfileLeavesNothingBehind() throws Exception {
        forgotten.add(OTHER_PROFILE);
        Lease late = lease(definition(Isolation.SHARED), OTHER_PROFILE, "");
        assertThat(late.upstream().isOpen()).isTrue();
        late.release();
        assertThat(late.upstream().isOpen()).isFalse();
        assertThat(pool.size()).isZero();
    }

    @Test
    void whatAClientTellsAStartingWorkloadIsBounded() throws Exception {
        CompletableFuture<Runnable> start = new CompletableFuture<>();
        server.answers = request -> request.method().equals("initialize") ? null : "{}";
        server.later = start::complete;
        CompletableFuture<Lease> lease =
                pool.lease(definition(Isolation.SESSION), PROFILE, "one").toCompletableFuture();
        Runnable greet = start.get(10, TimeUnit.SECONDS);
        pool.notify("one", "notifications/first", null);
        pool.notify("one", "notifications/second", JsonText.of("{}"));
        for (int i = 0; i < 5000; i++) {
            pool.notify("one", "notifications/n", JsonText.of("{\"i\":" + i + "}"));
        }
        pool.notify("one", "notifications/n", JsonText.of("{\"huge\":\"" + "x".repeat(1 << 20) + "\"}"));
        greet.run();
        lease.get(10, TimeUnit.SECONDS);
        assertThat(server.methods.stream().filter("notifications/n"::equals)).hasSizeBetween(50, 200);
        assertThat(server.methods)
                .containsSubsequence("notifications/first", "notifications/second", "notifications/n");
        pool.notify("one", "notifications/after", JsonText.of("{\"huge\":\"" + "x".repeat(1 << 20) + "\"}"));
        assertThat(server.methods).contains("notifications/after");
    }

    private static void assertLimit(CompletionStage<Lease> lease) {
        assertThat(lease.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(GatewayException.class)
                .withMessageContaining("'s'")
                .withMessageContaining("the limit is 2 for one session and 4 in all")
                .returns(ErrorCode.LIMIT, e -> ((GatewayException) e).code());
    }

    @Test
    void liveWorkloadsAreBoundedPerSessionAndInAllAndOneThatEndsMakesRoom() throws Exception {
        Pool small = pool(Limits.DEFAULT.with(set -> set.workloads(4).workloadsPerSession(2)));
        ServerDefinition call = definition(Isolation.CALL);
        ServerDefinition session = definition(Isolation.SESSION);
        ServerDefinition shared = definition(Isolation.SHARED);
        Lease first = small.lease(call, PROFILE, "one").toCompletableFuture().get(10, TimeUnit.SECONDS);
        Lease kept = small.lease(session, PROFILE, "one").toCompletableFuture().get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) { // and no back-off answers instead
            assertLimit(small.lease(call, PROFILE, "one"));
        }
        assertThat(small.lease(session, PROFILE, "one")
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .upstream())
                .isSameAs(kept.upstream());
        small.lease(shared, PROFILE, "one").toCompletableFuture().get(10, TimeUnit.SECONDS);
        Lease last = small.lease(call, PROFILE, "two").toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertLimit(small.lease(session, PROFILE, "two"));
        assertLimit(small.leaseForListing(call, PROFILE));
        assertThat(server.open).hasSize(4).hasSize(small.size());
        first.release();
        first.release();
        Lease again = small.lease(call, PROFILE, "one").toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertLimit(small.lease(call, PROFILE, "one"));
        server.open.forEach(receiver -> receiver.ended("crashed")); // and is released afterwards
        again.release();
        last.release();
        assertThat(small.size()).isZero();
        for (int i = 0; i < 2; i++) {
            small.lease(call, PROFILE, "one").toCompletableFuture().get(10, TimeUnit.SECONDS);
            small.lease(call, PROFILE, "two").toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        assertLimit(small.lease(call, PROFILE, "three"));
        small.close();
    }

    @Test
    void aStartThatFailsGivesItsPlaceBack() {
        Pool small = pool(Limits.DEFAULT.with(set -> set.workloads(1)));
        JavaServer broken = toGateway -> {
            throw new IllegalStateException("boom");
        };
        for (int i = 0; i < 3; i++) {
            assertThat(small.lease(definition(Isolation.CALL, "broken" + i, broken), PROFILE, "one")
                            .toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("boom");
        }
        server.answers = request -> "{\"code\":-1,\"message\":\"refused\"}";
        assertThat(small.lease(definition(Isolation.CALL), PROFILE, "one").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("refused");
        server.answers = request -> request.method().equals("initialize") ? FakeServer.HELLO : "{}";
        assertThat(small.lease(definition(Isolation.CALL), PROFILE, "one").toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10));
        small.close();
    }

    @Test
    void idleWorkloadsOfSessionsEndAndUsedAndSharedOnesStay() throws Exception {
        Pool hasty = pool(Limits.DEFAULT.with(set -> set.sessionIdle(Duration.ofNanos(1))));
        Lease idle = hasty.lease(definition(Isolation.SESSION), PROFILE, "one")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        Lease used = hasty.lease(definition(Isolation.SESSION), PROFILE, "two")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        Lease shared = hasty.lease(definition(Isolation.SHARED), PROFILE, "")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        idle.release();
        shared.release();
        await().untilAsserted(() -> {
            hasty.sweep();
            assertThat(idle.upstream().isOpen()).isFalse();
        });
        assertThat(used.upstream().isOpen()).isTrue();
        assertThat(shared.upstream().isOpen()).isTrue();
        hasty.close();
    }

    /** Sessions end while calls arrive: every lease is answered, and nothing is left when all are released. */
    @Test
    void sessionsThatEndWhileCallsArriveLeaveNothingBehind() throws Exception {
        ServerDefinition definition = definition(Isolation.SESSION);
        for (int round = 0; round < 500; round++) {
            CyclicBarrier barrier = new CyclicBarrier(4);
            List<CompletableFuture<Lease>> leases = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                CompletableFuture<Lease> lease = new CompletableFuture<>();
                leases.add(lease);
                threads.add(new Thread(() -> {
                    meet(barrier);
                    pool.lease(definition, PROFILE, "one").whenComplete((got, failure) -> {
                        if (failure != null) {
                            lease.completeExceptionally(failure);
                        } else {
                            lease.complete(got);
                        }
                    });
                }));
            }
            threads.add(new Thread(() -> {
                meet(barrier);
                pool.sessionEnded("one");
            }));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(20_000);
            }
            for (CompletableFuture<Lease> lease : leases) {
                lease.get(10, TimeUnit.SECONDS).release();
            }
            pool.sessionEnded("one");
            assertThat(server.open).as("round %d", round).isEmpty();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void startsThatThrowGiveTheirTurnBack() throws Exception {
        JavaServer broken = toGateway -> {
            throw new IllegalStateException("boom");
        };
        for (int i = 0; i < 3 * Limits.DEFAULT.concurrentStarts(); i++) {
            // Another digest each time, so that no back-off answers instead.
            assertThat(pool.lease(definition(Isolation.CALL, "broken" + i, broken), PROFILE, "")
                            .toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("boom");
        }
        lease(definition(Isolation.CALL), PROFILE, "").release();
    }

    @Test
    void aServerThatThrowsFailsItsCallAndTheOthersLive() throws Exception {
        Lease lease = lease(definition(Isolation.SHARED), PROFILE, "");
        server.answers = request -> {
            throw new IllegalStateException("boom");
        };
        RecordingCall call = new RecordingCall();
        lease.upstream().call(call);
        assertThat(call.heard).containsExactly("failed " + ErrorCode.SERVER_UNAVAILABLE);
        assertThat(lease.upstream().inFlight()).isZero();
        server.answers = request -> "{}";
        RecordingCall next = new RecordingCall();
        lease.upstream().call(next);
        assertThat(next.heard).containsExactly("answered {}");
    }

    @Test
    void aServerThatFailsAgainAndAgainIsNotStartedEachTime() {
        server.answers = request -> "{\"code\":-1,\"message\":\"broken\"}";
        for (int i = 0; i < 10; i++) {
            assertThat(pool.lease(definition(Isolation.SHARED), PROFILE, "").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("broken");
        }
        assertThat(server.opened.get()).isLessThan(5);
        assertThat(server.open).isEmpty();
        assertThat(pool.size()).isZero();
    }

    @Test
    void aClosedPoolStartsNothing() {
        pool.close();
        assertThat(pool.lease(definition(Isolation.SHARED), PROFILE, "").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(GatewayException.class);
        assertThat(server.opened).hasValue(0);
    }
}
