package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts workloads, unless their server has failed to start too often just now. Thread-safe; owns the circuit breakers of
 * the servers' starts.
 */
final class Starter {
    private final Connector connector;
    private final Clock clock;
    private final Residents residents;
    private final Map<String, BackOff> breakers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Starter(Connector connector, Clock clock, Residents residents) {
        this.connector = connector;
        this.clock = clock;
        this.residents = residents;
    }

    /** Starts a workload that somebody waits for. Fails with the reason; then nothing of it is left. */
    CompletionStage<Upstream> start(Resident resident, Waiting who) {
        BackOff breaker = breaker(resident.server());
        return connect(new Start(resident, who, false, breaker, () -> {}));
    }

    /**
     * Starts a workload that nobody waits for, when nobody else can start one; its failures are its own and count for no
     * caller.
     *
     * @param who says whether it is still wanted
     * @param breaker counts the failures
     * @param begun run when the start begins
     */
    CompletionStage<Upstream> startInBackground(Resident resident, Waiting who, BackOff breaker, Runnable begun) {
        return connect(new Start(resident, who, true, breaker, begun));
    }

    private record Start(Resident resident, Waiting who, boolean background, BackOff breaker, Runnable begun) {}

    private CompletionStage<Upstream> connect(Start start) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The gateway is closed"));
        }
        int attempt;
        try {
            attempt = start.breaker.begin();
        } catch (GatewayException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        Resident resident = start.resident;
        Progress progress = new Progress(start);
        return connector
                .connect(resident.server(), resident.profile(), resident, start.who, start.background, progress)
                .whenComplete((upstream, failure) -> {
                    if (failure == null) {
                        connected(start, attempt, upstream);
                    } else {
                        failed(start, attempt, failure, progress);
                    }
                });
    }

    /** How far a start has come: what fails before anything was tried says nothing about the server. */
    private final class Progress implements Connector.Steps {
        private final Start start;
        private volatile boolean tried;
        private volatile boolean hasPlace;

        Progress(Start start) {
            this.start = start;
        }

        @Override
        public void fetching() {
            tried = true;
        }

        @Override
        public void waiting() {
            tried = false;
        }

        @Override
        public void starting() {
            residents.admit(start.resident);
            hasPlace = true;
            tried = true;
            start.begun.run();
        }
    }

    private void connected(Start start, int attempt, Upstream upstream) {
        if (start.background) {
            start.breaker.dropped(attempt); // it is proved when a caller takes it
        } else {
            start.breaker.succeeded();
        }
        start.resident.greeted(upstream);
        if (closed || start.resident.isEndedByUs()) {
            start.resident.end();
        }
    }

    private void failed(Start start, int attempt, Throwable failure, Progress progress) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (progress.hasPlace) {
            residents.left(start.resident);
        }
        if (progress.tried && cause instanceof GatewayException known) {
            start.breaker.failed(attempt, known);
        } else {
            start.breaker.dropped(attempt);
        }
    }

    private BackOff breaker(ServerDefinition server) {
        return breakers.computeIfAbsent(server.name() + '\n' + server.digest(), absent -> new BackOff(clock));
    }

    /** These definitions are the current ones. */
    void keepOnly(Set<String> digests) {
        connector.keepOnly(digests);
        breakers.keySet().removeIf(key -> !digests.contains(key.substring(key.indexOf('\n') + 1)));
    }

    /** The failures of a server are forgotten: somebody has mended it. */
    void forgive(String server) {
        breakers.keySet().removeIf(key -> key.startsWith(server + '\n'));
    }

    /** Who waits to start something hears how long that will take; called now and then. */
    void tell() {
        connector.tellWaiting();
    }

    /** Starts nothing any more; what is starting ends when it lives. */
    void close() {
        closed = true;
    }
}
