package io.mcpgateway.upstream;

import static io.mcpgateway.upstream.TestPools.PROFILE;
import static io.mcpgateway.upstream.TestPools.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.workload.WorkloadStatus.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptWorkloadsTest {
    private static final ServerDefinition SESSION = definition("s", Isolation.SESSION);
    private static final ServerDefinition SHARED = definition("s", Isolation.SHARED);

    private TestPools test = new TestPools(set -> {});

    private void with(Consumer<Limits.Builder> changes) {
        test.close();
        test = new TestPools(changes);
    }

    @AfterEach
    void end() {
        test.close();
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());
    }

    private void die() {
        test.runtime.living().forEach(fake -> {
            fake.complain("out of luck");
            fake.die(7);
        });
    }

    private void assertRefused(ServerDefinition server, String session, String why) {
        assertThat(test.pool.lease(server, PROFILE, session).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("ended")
                .withMessageContaining("7")
                .withMessageContaining("out of luck");
        assertThat(test.pool.lease(server, PROFILE, session).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining(why);
    }

    @Test
    void oneThatDiesYoungAgainAndAgainIsStartedEverMoreRarely() throws Exception {
        test.lease(SESSION, PROFILE, "one").release();
        die();
        test.lease(SESSION, PROFILE, "one").release();
        die();
        assertRefused(SESSION, "one", "failed 2 times in a row");
        assertThat(test.runtime.attempts).hasValue(2);
        test.lease(SESSION, PROFILE, "two").release(); // another session's is not to blame
        test.clock.now = test.clock.now.plusSeconds(1);
        test.lease(SESSION, PROFILE, "one").release();
        assertThat(test.runtime.attempts).hasValue(4);
        test.pool.sessionEnded("one");
        test.lease(SESSION, PROFILE, "one").release();
    }

    @Test
    void oneThatHasRecoveredAndIsRetiredIsStartedAgain() throws Exception {
        with(set -> set.sessionIdle(Duration.ZERO));
        for (int i = 0; i < 2; i++) {
            test.lease(SHARED, PROFILE, "").release();
            die();
        }
        test.clock.now = test.clock.now.plusSeconds(1);
        Lease trial = test.lease(SHARED, PROFILE, "");
        trial.release();
        await().untilAsserted(() -> {
            test.pool.sweep();
            assertThat(trial.upstream().isOpen()).isFalse();
        });
        test.lease(SHARED, PROFILE, "").release();
    }

    @Test
    void whoGivesUpDoesNotFailThoseWhoHaveJoinedItsStart() throws Exception {
        with(set -> set.concurrentStarts(1));
        CountDownLatch gate = new CountDownLatch(1);
        test.runtime.gate = gate;
        CompletableFuture<Lease> before = test.pool
                .lease(definition("other", Isolation.SHARED), PROFILE, "")
                .toCompletableFuture();
        AtomicBoolean wanted = new AtomicBoolean(true);
        CompletableFuture<Lease> first = test.pool
                .lease(SHARED, PROFILE, "", new Waiting() {
                    @Override
                    public String client() {
                        return "first";
                    }

                    @Override
                    public boolean isWanted() {
                        return wanted.get();
                    }

                    @Override
                    public void queued(int many) {}
                })
                .toCompletableFuture();
        CompletableFuture<Lease> joined = test.pool.lease(SHARED, PROFILE, "").toCompletableFuture();
        wanted.set(false);
        gate.countDown();
        joined.get(10, TimeUnit.SECONDS).release();
        first.get(10, TimeUnit.SECONDS).release();
        before.get(10, TimeUnit.SECONDS).release();
    }

    @Test
    void aRestartForgetsWhatWasWrong() throws Exception {
        for (int i = 0; i < 2; i++) {
            test.lease(SHARED, PROFILE, "").release();
            die();
        }
        assertRefused(SHARED, "", "next attempt in");
        test.pool.restart("s");
        test.lease(SHARED, PROFILE, "").release();
        test.runtime.broken = "no such image";
        test.pool.stop("s");
        for (int i = 0; i < 2; i++) {
            assertThat(test.pool.lease(SHARED, PROFILE, "").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10));
        }
        test.runtime.broken = null;
        assertThat(test.pool.lease(SHARED, PROFILE, "").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("no such image");
        test.pool.restart("s");
        test.lease(SHARED, PROFILE, "").release();
    }

    @Test
    void sharedWorkloadsThatAreNotUsedForLongEndAndAreListedAgainWhenTheyAreBack() throws Exception {
        with(set -> set.sessionIdle(Duration.ZERO));
        Lease used = test.lease(SHARED, PROFILE, "");
        test.pool.sweep();
        assertThat(used.upstream().isOpen()).isTrue();
        used.release();
        await().untilAsserted(() -> {
            test.pool.sweep();
            assertThat(used.upstream().isOpen()).isFalse();
        });
        assertThat(test.listChanges).isEmpty();
        test.lease(SHARED, PROFILE, "").release();
        await().untilAsserted(() -> assertThat(test.listChanges).containsExactly("s"));
    }

    @Test
    void aStoppedServerFinishesItsCallsWithinABoundedTime() throws Exception {
        with(set -> set.drain(Duration.ofMillis(200)));
        Lease used = test.lease(SESSION, PROFILE, "one");
        RecordingCall call = new RecordingCall();
        test.server.answers = request -> request.method().equals("initialize") ? FakeServer.HELLO : null;
        used.upstream().call(call);
        Lease idle = test.lease(SESSION, PROFILE, "two");
        idle.release();
        assertThat(test.pool.stop("s")).isEqualTo(2);
        assertThat(idle.upstream().isOpen()).isFalse();
        assertThat(used.upstream().isOpen()).isTrue();
        assertThat(test.lease(SESSION, PROFILE, "one").upstream()).isNotSameAs(used.upstream());
        await().untilAsserted(() -> {
            test.pool.sweep();
            assertThat(call.heard).containsExactly("failed " + ErrorCode.SERVER_UNAVAILABLE);
        });
        assertThat(used.upstream().isOpen()).isFalse();
    }

    @Test
    void aRuntimeThatHangsFailsTheStartAndWhatComesTooLateEnds() throws Exception {
        with(set -> set.serverStart(Duration.ofMillis(200)));
        CountDownLatch gate = new CountDownLatch(1);
        test.runtime.gate = gate;
        CompletableFuture<Lease> lease = test.pool.lease(SHARED, PROFILE, "").toCompletableFuture();
        assertThat(lease)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(test.table.list()).isEmpty();
        gate.countDown();
        await().untilAsserted(() -> {
            assertThat(test.runtime.started).hasSize(1);
            assertThat(test.runtime.living()).isEmpty();
        });
    }

    @Test
    void aServerThatHangsInItsHandshakeIsToldOfWithItsLastWords() throws Exception {
        with(set -> set.serverStart(Duration.ofSeconds(1)));
        test.server.answers = request -> {
            test.runtime.living().forEach(fake -> fake.complain("waiting for the moon"));
            return null;
        };
        assertThat(test.pool.lease(SHARED, PROFILE, "").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("handshake")
                .withMessageContaining("waiting for the moon");
        await().untilAsserted(() -> assertThat(test.runtime.living()).isEmpty());
    }

    @Test
    void theLogLevelOfAClientIsToldToEachFreshWorkload() throws Exception {
        test.server.answers = request -> request.method().equals("initialize")
                ? "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}}}"
                : "{}";
        ServerDefinition call = definition("s", Isolation.CALL);
        for (int i = 0; i < 3; i++) {
            Lease lease = test.lease(call, PROFILE, "one");
            lease.upstream().logLevel("one", "warning"); // as each request does, before it is sent
            String id = lease.upstream().workloadId();
            FakeRuntime.Fake used = test.runtime.started.stream()
                    .filter(fake -> fake.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            await().untilAsserted(() -> assertThat(used.methods).endsWith("logging/setLevel"));
            assertThat(used.methods).containsOnlyOnce("logging/setLevel");
            lease.release();
            await().untilAsserted(() -> assertThat(test.in(State.STANDBY)).hasSize(1));
        }
    }

    @Test
    void theBreakerOpensForAServerThatCannotBeStartedAndClosesWithTheFirstThatCan() throws Exception {
        test.runtime.broken = "no such image";
        for (int i = 0; i < 10; i++) {
            assertThat(test.pool.lease(SESSION, PROFILE, "s" + i).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(GatewayException.class)
                    .withMessageContaining("no such image");
        }
        assertThat(test.runtime.attempts).hasValue(2);
        test.runtime.broken = null;
        test.clock.now = test.clock.now.plusSeconds(1);
        CountDownLatch gate = new CountDownLatch(1);
        test.runtime.gate = gate;
        CompletableFuture<Lease> trial =
                test.pool.lease(SESSION, PROFILE, "one").toCompletableFuture();
        assertThat(test.pool.lease(SESSION, PROFILE, "two").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("it is being tried again at this moment");
        gate.countDown();
        trial.get(10, TimeUnit.SECONDS).release();
        test.lease(SESSION, PROFILE, "two").release();
    }
}
