package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitsTest {
    @Test
    void whoComesFirstIsServedFirst() {
        Permits permits = new Permits(2, Duration.ofMinutes(1));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int who = i;
            permits.acquire().thenRun(() -> order.add(who));
        }
        assertThat(order).containsExactly(0, 1);
        for (int i = 0; i < 4; i++) {
            permits.release();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void whoWaitsTooLongFailsAndTakesNobodysTurn() {
        Permits permits = new Permits(1, Duration.ofMillis(1));
        permits.acquire();
        CompletableFuture<Void> impatient = permits.acquire().toCompletableFuture();
        assertThat(impatient)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
        permits.release();
        assertThat(permits.acquire().toCompletableFuture()).isCompleted();
    }

    @Test
    void neverMoreAtOnceThanPermitted() throws Exception {
        Permits permits = new Permits(3, Duration.ofMinutes(1));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 250; i++) {
                    permits.acquire().thenRun(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        CompletableFuture.runAsync(() -> {
                            inside.decrementAndGet();
                            permits.release();
                            done.countDown();
                        });
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        for (Thread thread : threads) {
            thread.join(10_000);
        }
    }
}
