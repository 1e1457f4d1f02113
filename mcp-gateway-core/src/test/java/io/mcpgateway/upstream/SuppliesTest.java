package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ContainerRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SuppliesTest {
    private static ServerDefinition toPull(String name) {
        return TestPools.ofImage("far/" + name, name, Isolation.SESSION, "digest of " + name);
    }

    @Test
    void pullsThatTakeTheirTimeDelayNobodyElsesStart() throws Exception {
        CountDownLatch pulled = new CountDownLatch(1);
        try (TestPools pools = new TestPools(limits -> {})) {
            pools.runtime.slowPull = pulled;
            List<CompletionStage<Lease>> waiting = new ArrayList<>();
            for (int i = 0; i < 2 * Limits.DEFAULT.concurrentStarts(); i++) {
                waiting.add(pools.pool.lease(toPull("far" + i), TestPools.PROFILE, "s" + i));
            }
            await().until(() -> pools.runtime.pulls.get() == Limits.DEFAULT.concurrentStarts());

            Lease near =
                    pools.lease(TestPools.definition("near", Isolation.SESSION), TestPools.PROFILE, "another session");

            assertThat(near.upstream().isOpen()).isTrue();
            assertThat(pools.runtime.pulls).as("pulls are bounded").hasValue(Limits.DEFAULT.concurrentStarts() + 1);
            pulled.countDown();
            for (CompletionStage<Lease> lease : waiting) {
                assertThat(lease.toCompletableFuture()
                                .get(10, TimeUnit.SECONDS)
                                .upstream()
                                .isOpen())
                        .isTrue();
            }
        } finally {
            pulled.countDown();
        }
    }

    @Test
    void anImageIsLookedForAgainWhenNoContainerCouldBeMadeOfIt() throws Exception {
        try (TestPools pools = new TestPools(limits -> {})) {
            pools.runtime.failNext.set(1);
            ServerDefinition server = TestPools.definition("s", Isolation.CALL);
            assertThatThrownBy(() -> pools.lease(server, TestPools.PROFILE, "s"))
                    .hasRootCauseInstanceOf(GatewayException.class)
                    .hasRootCauseMessage("failed once");

            pools.lease(server, TestPools.PROFILE, "s").release();
            pools.lease(server, TestPools.PROFILE, "s").release();

            assertThat(pools.runtime.pulls).hasValue(2);
        }
    }

    @Test
    void anErrorOfTheRuntimeNamesTheServer() {
        try (TestPools pools = new TestPools(limits -> {})) {
            pools.runtime.broken = "no engine answers";

            assertThatThrownBy(() ->
                            pools.lease(TestPools.definition("the-server", Isolation.CALL), TestPools.PROFILE, "s"))
                    .hasMessageContaining("Server 'the-server': no engine answers");
        }
    }

    /** Else a caller who gives up in the queue would count as a failure of the server. */
    @Test
    void whatWaitsForItsTurnToBeFetchedHasNotBegun() throws Exception {
        CountDownLatch pulled = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        ExecutorService executor = Executors.newCachedThreadPool();
        FakeRuntime runtime = new FakeRuntime(new FakeServer());
        runtime.slowPull = pulled;
        Supplies supplies = new Supplies(
                kind -> runtime,
                (level, message, facts) -> {},
                executor,
                Limits.DEFAULT.with(limits -> limits.concurrentStarts(1)));
        try {
            supplies.fetch(spec("first"), Waiting.GATEWAY, false, ContainerRuntime.PullProgress.NONE, () -> {});
            await().until(() -> runtime.pulls.get() == 1);
            CompletionStage<Supplies.Supply> second = supplies.fetch(
                    spec("second"),
                    new Waiting() {
                        @Override
                        public String client() {
                            return "";
                        }

                        @Override
                        public boolean isWanted() {
                            return true;
                        }

                        @Override
                        public void queued(int before) {
                            queued.countDown();
                        }
                    },
                    false,
                    ContainerRuntime.PullProgress.NONE,
                    begun::incrementAndGet);

            assertThat(queued.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(begun).hasValue(0);
            pulled.countDown();
            second.toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(begun).hasValue(1);
        } finally {
            pulled.countDown();
            executor.shutdownNow();
        }
    }

    private static WorkloadSpec spec(String server) {
        return WorkloadSpec.image(server, "far/" + server).build();
    }
}
