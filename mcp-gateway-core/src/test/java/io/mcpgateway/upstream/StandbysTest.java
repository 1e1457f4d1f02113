package io.mcpgateway.upstream;

import static io.mcpgateway.upstream.TestPools.OTHER_PROFILE;
import static io.mcpgateway.upstream.TestPools.PROFILE;
import static io.mcpgateway.upstream.TestPools.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.workload.WorkloadStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandbysTest {
    private static final ServerDefinition SERVER = definition("s", Isolation.CALL);

    private TestPools test = new TestPools(set -> {});

    private void with(Consumer<Limits.Builder> changes) {
        test.close();
        test = new TestPools(changes);
    }

    @AfterEach
    void end() {
        test.close();
        assertThat(test.pool.size()).isZero();
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());
    }

    private void awaitStandbys(int count) {
        await().untilAsserted(() -> assertThat(test.in(State.STANDBY)).hasSize(count));
    }

    private Lease call(ServerDefinition server) throws Exception {
        return test.lease(server, PROFILE, "session");
    }

    /** A first call, whose standby is starting until the gate opens. */
    private Lease callWhoseStandbyWaitsAt(CountDownLatch gate) throws Exception {
        test.runtime.ungated = 1;
        test.runtime.gate = gate;
        Lease lease = call(SERVER);
        await().untilAsserted(() -> assertThat(test.runtime.attempts).hasValue(2));
        return lease;
    }

    @Test
    void afterItsFirstCallAServerHasOneThatNobodyHasUsed() throws Exception {
        assertThat(test.table.list()).isEmpty();
        call(SERVER).release();
        awaitStandbys(1);
        FakeRuntime.Fake standby = test.runtime.living().get(0);
        assertThat(standby.methods).containsExactly("initialize", "notifications/initialized");
        test.pool.sweep();
        assertThat(test.pool.standbys()).isEqualTo(1);
        assertThat(test.runtime.attempts).hasValue(2);
    }

    @Test
    void aCallTakesItAndItServesNoOther() throws Exception {
        Set<String> seen = new HashSet<>();
        call(SERVER).release();
        for (int i = 0; i < 20; i++) {
            awaitStandbys(1);
            String ready = test.in(State.STANDBY).get(0);
            Lease lease = call(SERVER);
            assertThat(lease.upstream().workloadId()).isEqualTo(ready);
            assertThat(seen.add(ready)).isTrue();
            assertThat(test.in(State.BUSY)).containsExactly(ready);
            lease.release();
            assertThat(lease.upstream().isOpen()).isFalse();
        }
        await().untilAsserted(() -> assertThat(test.runtime.living()).hasSize(1));
    }

    @Test
    void manyAtOnceNeverShareOne() throws Exception {
        with(set -> set.standbyPerServer(3).callWorkloads(10).callWorkloadsPerServer(8));
        Set<Upstream> seen = new HashSet<>();
        List<CompletableFuture<Lease>> leases = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            leases.add(test.pool.lease(SERVER, PROFILE, "session" + i % 7).toCompletableFuture());
        }
        for (CompletableFuture<Lease> waiting : leases) {
            Lease lease = waiting.get(30, TimeUnit.SECONDS);
            assertThat(seen.add(lease.upstream())).isTrue();
            assertThat(test.runtime.living().size()).isLessThanOrEqualTo(8 + 3);
            lease.release();
        }
        awaitStandbys(3);
        assertThat(test.runtime.attempts.get()).isLessThanOrEqualTo(203 + 3);
    }

    @Test
    void aCallTakesOneThatIsStartingRatherThanToStartAnother() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Lease first = callWhoseStandbyWaitsAt(gate);
        CompletableFuture<Lease> second =
                test.pool.lease(SERVER, PROFILE, "other").toCompletableFuture();
        assertThat(second).isNotDone();
        gate.countDown();
        Lease lease = second.get(10, TimeUnit.SECONDS);
        assertThat(lease.upstream().workloadId()).isEqualTo("fake-2");
        lease.release();
        first.release();
    }

    @Test
    void disposalIsNotWaitedFor() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        test.runtime.slowStop = slow;
        Lease first = call(SERVER);
        first.release(); // returns, and the next call finds the standby
        awaitStandbys(1);
        call(SERVER).release();
        assertThat(test.runtime.living()).hasSizeGreaterThanOrEqualTo(2);
        slow.countDown();
    }

    @Test
    void aTurnIsFreeWhenNothingIsLeftOfTheWorkload() throws Exception {
        with(set -> set.callWorkloads(1).standbyPerServer(0));
        CountDownLatch slow = new CountDownLatch(1);
        test.runtime.slowStop = slow;
        call(SERVER).release();
        CompletableFuture<Lease> next =
                test.pool.lease(SERVER, PROFILE, "other").toCompletableFuture();
        assertThat(next).isNotDone();
        slow.countDown();
        next.get(10, TimeUnit.SECONDS).release();
    }

    @Test
    void aLeaseThatIsToLastGivesItsTurnToTheNext() throws Exception {
        with(set -> set.callWorkloads(1).standbyPerServer(0));
        Lease parked = call(SERVER);
        CompletableFuture<Lease> next =
                test.pool.lease(SERVER, PROFILE, "other").toCompletableFuture();
        assertThat(next).isNotDone();
        parked.settle();
        Lease lease = next.get(10, TimeUnit.SECONDS);
        assertThat(parked.upstream().isOpen()).isTrue();
        parked.release();
        parked.settle();
        assertThat(test.pool.lease(SERVER, PROFILE, "third").toCompletableFuture())
                .isNotDone();
        lease.release();
        await().untilAsserted(() -> assertThat(test.in(State.BUSY)).hasSize(1));
    }

    @Test
    void anotherProfileOrDefinitionGetsNoneAndTheOldOneEnds() throws Exception {
        call(SERVER).release();
        awaitStandbys(1);
        String first = test.in(State.STANDBY).get(0);
        Lease other = test.lease(SERVER, OTHER_PROFILE, "session");
        assertThat(other.upstream().workloadId()).isNotEqualTo(first);
        other.release();
        await().untilAsserted(
                        () -> assertThat(test.in(State.STANDBY)).hasSize(1).doesNotContain(first));
        String second = test.in(State.STANDBY).get(0);
        Lease changed = call(definition("s", Isolation.CALL, "changed"));
        assertThat(changed.upstream().workloadId()).isNotEqualTo(second);
        changed.release();
        await().untilAsserted(
                        () -> assertThat(test.in(State.STANDBY)).hasSize(1).doesNotContain(second));
    }

    @Test
    void theirNumberAndMemoryAreBoundedInAll() throws Exception {
        with(set -> set.standbys(3));
        for (int i = 0; i < 5; i++) {
            call(definition("s" + i, Isolation.CALL)).release();
            awaitStandbys(Math.min(i + 1, 3));
        }
        test.pool.sweep();
        assertThat(test.pool.standbys()).isEqualTo(3);

        with(set -> set.standbyMemory(OptionalLong.of(2 * TestPools.MEMORY)));
        for (int i = 0; i < 4; i++) {
            call(definition("s" + i, Isolation.CALL)).release();
            awaitStandbys(Math.min(i + 1, 2));
        }

        with(set -> set.standbyMemory(OptionalLong.of(0)));
        call(SERVER).release();
        test.pool.sweep();
        assertThat(test.pool.standbys()).isZero();
    }

    @Test
    void theyEndSomeTimeAfterTheLastCall() throws Exception {
        with(set -> set.standbyIdle(Duration.ofMillis(300)));
        call(SERVER).release();
        awaitStandbys(1);
        await().untilAsserted(() -> {
            test.pool.sweep();
            assertThat(test.table.list()).isEmpty();
        });
        int attempts = test.runtime.attempts.get();
        test.pool.sweep();
        assertThat(test.runtime.attempts).as("and none follows").hasValue(attempts);
    }

    @Test
    void oneThatCannotBeStartedIsTriedEverMoreRarelyAndFailsNoCaller() throws Exception {
        Lease lease = call(SERVER);
        test.runtime.broken = "no memory left";
        await().untilAsserted(() -> assertThat(test.runtime.attempts).hasValue(2));
        for (int i = 0; i < 200; i++) {
            test.pool.sweep();
        }
        await().untilAsserted(() -> assertThat(test.pool.standbys()).isZero());
        assertThat(test.runtime.attempts.get()).isLessThanOrEqualTo(4);
        int attempts = test.runtime.attempts.get();
        test.pool.sweep();
        assertThat(test.runtime.attempts).hasValue(attempts);
        test.clock.now = test.clock.now.plusSeconds(1);
        test.pool.sweep();
        await().untilAsserted(() -> assertThat(test.runtime.attempts).hasValue(attempts + 1));
        lease.release();
        test.runtime.broken = null;
        call(SERVER).release(); // no breaker of the callers is open
        test.clock.now = test.clock.now.plusSeconds(60);
        test.pool.sweep();
        awaitStandbys(1);
    }

    @Test
    void oneThatDiesIsReplacedEverMoreRarely() throws Exception {
        call(SERVER).release();
        for (int i = 0; i < 2; i++) {
            awaitStandbys(1);
            test.runtime.living().forEach(fake -> fake.die(7));
            assertThat(test.pool.standbys()).isZero();
            test.pool.sweep();
        }
        for (int i = 0; i < 100; i++) {
            test.pool.sweep();
        }
        assertThat(test.pool.standbys()).isZero();
        assertThat(test.runtime.attempts).hasValue(3);
        Lease cold = call(SERVER);
        assertThat(cold.upstream().isOpen()).isTrue();
        cold.release();
        test.clock.now = test.clock.now.plusSeconds(1);
        test.pool.sweep();
        awaitStandbys(1);
        Lease taken = call(SERVER);
        taken.release();
        awaitStandbys(1);
    }

    @Test
    void whenTheOneThatWasTakenCannotBeStartedTheCallStartsItsOwn() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Lease first = callWhoseStandbyWaitsAt(gate);
        test.runtime.failNext.set(1);
        CompletableFuture<Lease> second =
                test.pool.lease(SERVER, PROFILE, "other").toCompletableFuture();
        gate.countDown();
        Lease lease = second.get(10, TimeUnit.SECONDS);
        assertThat(lease.upstream().workloadId()).isEqualTo("fake-3");
        lease.release();
        first.release();
    }

    @Test
    void aSessionThatHasItsShareDoesNotUseThemUp() throws Exception {
        with(set -> set.workloadsPerSession(1));
        Lease first = call(SERVER);
        awaitStandbys(1);
        String ready = test.in(State.STANDBY).get(0);
        for (int i = 0; i < 3; i++) {
            assertThat(test.pool.lease(SERVER, PROFILE, "session").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
        }
        assertThat(test.in(State.STANDBY)).containsExactly(ready);
        Lease others = test.lease(SERVER, PROFILE, "other");
        assertThat(others.upstream().workloadId()).isEqualTo(ready);
        others.release();
        first.release();
        call(SERVER).release();
    }

    @Test
    void whatItAsksAndSaysWhileItWaitsReachesNobody() throws Exception {
        CapabilityProfile roots = OTHER_PROFILE;
        test.lease(SERVER, roots, "session").release();
        awaitStandbys(1);
        FakeRuntime.Fake standby = test.runtime.living().get(0);
        standby.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
        standby.say("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}");
        standby.say("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
        await().untilAsserted(() -> assertThat(standby.methods).hasSize(3)); // the answer to the ping, and no other
        assertThat(test.listChanges).isEmpty();
        assertThat(test.asked).isEmpty();
        assertThat(test.runtime.attempts).hasValue(2);
    }

    @Test
    void aChangedConfigurationAStoppedServerAndAForgottenProfileEndThem() throws Exception {
        call(SERVER).release();
        awaitStandbys(1);
        test.pool.keepOnly(Set.of("other"));
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());
        test.pool.sweep();
        assertThat(test.pool.standbys()).isZero();

        test.pool.keepOnly(Set.of(SERVER.digest()));
        test.lease(SERVER, OTHER_PROFILE, "session").release();
        awaitStandbys(1);
        test.forgotten.add(OTHER_PROFILE);
        test.pool.forget(OTHER_PROFILE);
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());

        call(SERVER).release();
        awaitStandbys(1);
        assertThat(test.pool.stop("another")).isZero();
        assertThat(test.pool.stop("s")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());
        call(SERVER).release();
        awaitStandbys(1);
    }

    @Test
    void aLateCallOfAnOldDefinitionMakesNoneAndEndsNoneOfTheCurrentOne() throws Exception {
        ServerDefinition changed = definition("s", Isolation.CALL, "changed");
        test.pool.keepOnly(Set.of(changed.digest()));
        call(changed).release();
        awaitStandbys(1);
        String ready = test.in(State.STANDBY).get(0);
        Lease late = call(SERVER);
        assertThat(late.upstream().workloadId()).isNotEqualTo(ready);
        late.release();
        test.pool.sweep();
        assertThat(test.in(State.STANDBY)).containsExactly(ready);
    }

    @Test
    void whatIsStartingWhenItIsNotWantedAnyMoreEndsWhenItLives() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Lease first = callWhoseStandbyWaitsAt(gate);
        test.pool.keepOnly(Set.of("other"));
        assertThat(test.pool.standbys()).isZero();
        first.release();
        gate.countDown();
        await().untilAsserted(() -> {
            assertThat(test.runtime.started).hasSize(2);
            assertThat(test.runtime.living()).isEmpty();
            assertThat(test.table.list()).isEmpty();
        });
    }

    @Test
    void withNoneEveryCallStartsItsOwn() throws Exception {
        with(set -> set.standbyPerServer(0));
        for (int i = 1; i <= 5; i++) {
            call(SERVER).release();
            test.pool.sweep();
            assertThat(test.runtime.attempts).hasValue(i);
        }
    }
}
