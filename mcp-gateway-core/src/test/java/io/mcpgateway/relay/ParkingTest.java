package io.mcpgateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.settings.Limits;
import io.mcpgateway.threads.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {
    private final ScheduledExecutorService timer = Threads.scheduler("test-timer");
    private final ExecutorService executor = Threads.blocking("test");
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        timer.shutdownNow();
        executor.shutdownNow();
    }

    @Test
    void whatTakesLongDelaysNothingElseThatIsDue() throws InterruptedException {
        Parking parking = new Parking(Limits.DEFAULT, timer, executor);
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        parking.afterBreath(() -> {
            slow.countDown();
            awaitRelease();
        });
        assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue();

        parking.afterBreath(other::countDown);

        assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
