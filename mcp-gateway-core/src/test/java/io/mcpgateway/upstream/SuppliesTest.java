package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
