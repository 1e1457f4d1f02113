package io.mcpgateway.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallMeterTest {
    private final CallMeter meter = new CallMeter();

    private static Exchange call(Exchange.Kind kind, String server) {
        return Exchange.of(
                kind,
                "m",
                new ClientIdentity("local", "c", "1", "s"),
                CapabilityProfile.EMPTY,
                "t",
                server,
                JsonText.emptyObject());
    }

    @Test
    void callsAndErrorsAreCountedForEachServerWhenTheyEnd() {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        meter.intercept(call(Exchange.Kind.CALL, "a"), exchange -> outcome);
        assertThat(meter.of("a").calls()).isZero();
        outcome.complete(Outcome.result(JsonText.emptyObject()));
        meter.intercept(
                call(Exchange.Kind.READ, "a"),
                exchange -> CompletableFuture.completedFuture(Outcome.failure(-1, "no")));
        meter.intercept(
                call(Exchange.Kind.CALL, "a"), exchange -> CompletableFuture.failedFuture(new IllegalStateException()));
        assertThat(meter.of("a").calls()).isEqualTo(3);
        assertThat(meter.of("a").errors()).isEqualTo(2);
        assertThat(meter.of("a").p99()).isPositive();
        assertThat(meter.of("b").calls()).isZero();
        meter.keepOnly(Set.of("b"));
        assertThat(meter.of("a")).isEqualTo(new CallMeter.Reading(0, 0, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void listsAreNobodysCalls() {
        meter.intercept(
                call(Exchange.Kind.LIST, ""),
                exchange -> CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject())));
        assertThat(meter.of("").calls()).isZero();
    }

    @Test
    void percentilesAreAtMostAnEighthTooHighAndNeverTooLow() {
        long seed = Long.getLong("mcp.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Latencies latencies = new Latencies();
            long micros = (long) Math.exp(random.nextDouble() * Math.log(36e8));
            latencies.add(micros * 1_000);
            long told = latencies.percentile(50).toNanos() / 1_000;
            assertThat(told).as("seed %d, %d µs", seed, micros).isBetween(micros, micros + micros / 8 + 1);
        }
    }

    @Test
    void aPercentileIsThatOfAllCalls() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentile(99)).isZero();
        for (int i = 0; i < 98; i++) {
            latencies.add(1_000_000);
        }
        latencies.add(1_000_000_000);
        latencies.add(1_000_000_000);
        assertThat(latencies.percentile(50)).isBetween(Duration.ofMillis(1), Duration.ofNanos(1_126_000));
        assertThat(latencies.percentile(98)).isBetween(Duration.ofMillis(1), Duration.ofNanos(1_126_000));
        assertThat(latencies.percentile(99)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_126));
        latencies.add(Long.MAX_VALUE);
        latencies.add(-1);
        assertThat(latencies.percentile(100)).isGreaterThan(Duration.ofHours(1));
    }
}
