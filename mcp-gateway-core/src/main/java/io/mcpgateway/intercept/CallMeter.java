package io.mcpgateway.intercept;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.Handler;
import io.mcpgateway.spi.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what clients ask of each server, and how long they wait for it. Belongs outside all other interceptors, so that it
 * sees what the client sees. Thread-safe; owns the counts. No lock is on the way of a call.
 */
public final class CallMeter implements Interceptor {
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    private static final class Meter {
        private final LongAdder calls = new LongAdder();
        private final LongAdder errors = new LongAdder();
        private final Latencies latencies = new Latencies();
    }

    /**
     * What was counted.
     *
     * @param calls requests that have ended
     * @param errors those of them that ended in a protocol error
     * @param p50 the median of how long they took; zero without calls
     * @param p99 the 99th percentile
     */
    public record Reading(long calls, long errors, Duration p50, Duration p99) {
        private static final Reading NONE = new Reading(0, 0, Duration.ZERO, Duration.ZERO);
    }

    /** A meter that has counted nothing. */
    public CallMeter() {}

    @Override
    public CompletionStage<Outcome> intercept(Exchange exchange, Handler next) {
        String server = exchange.server();
        if (server.isEmpty()) {
            return next.handle(exchange); // a list is nobody's
        }
        long start = System.nanoTime();
        return next.handle(exchange).whenComplete((outcome, failure) -> {
            Meter meter = meterOf(server);
            meter.calls.increment();
            if (!(outcome instanceof Outcome.Result)) {
                meter.errors.increment();
            }
            meter.latencies.add(System.nanoTime() - start);
        });
    }

    private Meter meterOf(String server) {
        Meter known = meters.get(server); // computeIfAbsent may lock, even where there is one
        return known != null ? known : meters.computeIfAbsent(server, name -> new Meter());
    }

    /** What was counted for a server. */
    public Reading of(String server) {
        Meter meter = meters.get(server);
        return meter == null
                ? Reading.NONE
                : new Reading(
                        meter.calls.sum(),
                        meter.errors.sum(),
                        meter.latencies.percentile(50),
                        meter.latencies.percentile(99));
    }

    /** Forgets servers that are not enabled any more. */
    public void keepOnly(Set<String> servers) {
        meters.keySet().retainAll(servers);
    }
}
