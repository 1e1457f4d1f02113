package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A limited number of turns that are waited for without a thread. Servers are served in rotation, at each server its
 * clients in rotation, and each client's own in order, so that nobody's long queue is in front of anybody else; and nobody
 * holds more than {@link TurnBounds} says. What the gateway does for itself waits until nobody else can go.
 *
 * <p>Thread-safe; owns the counts and the queues, which its monitor guards. Nobody is called under it.
 */
final class Turns {
    private final TurnBounds bounds;
    private final Duration longestWait;
    private final String purpose;

    // Guarded by this. Nobody who waits could be served now: whoever takes from that leaves it so.
    private final TurnQueue callers = new TurnQueue();
    private final TurnQueue background = new TurnQueue();
    private final Map<String, Integer> held = new HashMap<>();
    private int taken;

    /** Whom a thread that gives back a turn is still to serve; each thread has its own, while it does so. */
    private final Map<Thread, Deque<Waiter>> rounds = new ConcurrentHashMap<>();

    /**
     * Turns, all of them free.
     *
     * @param longestWait after which a wait ends with an error
     * @param purpose what a turn is for, as in "a turn to …"
     */
    Turns(TurnBounds bounds, Duration longestWait, String purpose) {
        this.bounds = bounds;
        this.longestWait = longestWait;
        this.purpose = purpose;
    }

    /** Takes a turn when there is one; fails with {@link ErrorCode#LIMIT} after the longest wait. */
    CompletionStage<Turn> take(String server, Waiting who) {
        return take(new Waiter(server, who), callers);
    }

    /** The same for what nobody waits for: it goes when no caller can. */
    CompletionStage<Turn> takeInBackground(String server, Waiting who) {
        return take(new Waiter(server, who), background);
    }

    private CompletionStage<Turn> take(Waiter waiter, TurnQueue queue) {
        int before;
        synchronized (this) {
            if (mayGo(waiter)) {
                count(waiter, 1);
                return CompletableFuture.completedFuture(turnOf(waiter));
            }
            queue.add(waiter);
            before = queue.before(waiter);
        }
        waiter.who.queued(before);
        CompletionStage<Turn> turn = waiter.turn
                .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> {
                    synchronized (this) {
                        queue.remove(waiter);
                    }
                    return CompletableFuture.failedFuture(
                            failure instanceof TimeoutException
                                    ? new GatewayException(
                                            ErrorCode.LIMIT,
                                            "Waited " + longestWait.toSeconds() + " s for a turn to " + purpose
                                                    + " server '" + waiter.server + "'",
                                            failure)
                                    : failure);
                });
        waiter.who.whenUnwanted(() -> giveUp(waiter));
        return turn;
    }

    private Turn turnOf(Waiter waiter) {
        return new Turn(() -> giveBack(waiter));
    }

    private boolean mayGo(Waiter waiter) {
        return taken < bounds.all()
                && has(waiter.server, bounds.server())
                && (waiter.client.isEmpty()
                        || (has(waiter.client, bounds.client()) && has(waiter.both, bounds.clientAtServer())));
    }

    private boolean has(String key, int most) {
        return held.getOrDefault(key, 0) < most;
    }

    private void count(Waiter waiter, int more) {
        taken += more;
        count(waiter.server, more);
        if (!waiter.client.isEmpty()) {
            count(waiter.client, more);
            count(waiter.both, more);
        }
    }

    private void count(String key, int more) {
        held.merge(key, more, (before, change) -> before + change == 0 ? null : before + change);
    }

    /**
     * A loop, not a recursion: of those whose turn has come, many may have given up, and many may give it back while they
     * are served.
     */
    private void giveBack(Waiter giver) {
        Deque<Waiter> running = rounds.get(Thread.currentThread());
        if (running != null) {
            running.addAll(servedAfter(giver)); // this thread is in the loop below
            return;
        }
        Deque<Waiter> round = new ArrayDeque<>(servedAfter(giver));
        rounds.put(Thread.currentThread(), round);
        try {
            for (Waiter next = round.poll(); next != null; next = round.poll()) {
                if (!serve(next)) {
                    round.addAll(servedAfter(next));
                }
            }
        } finally {
            rounds.remove(Thread.currentThread());
        }
    }

    private synchronized List<Waiter> servedAfter(Waiter giver) {
        count(giver, -1);
        List<Waiter> served = new ArrayList<>();
        for (Waiter next = next(); next != null; next = next()) {
            count(next, 1);
            served.add(next);
        }
        return served;
    }

    private @Nullable Waiter next() {
        Waiter next = callers.take(this::mayGo);
        return next == null ? background.take(this::mayGo) : next;
    }

    /** False if it does not want its turn any more. */
    private boolean serve(Waiter waiter) {
        if (waiter.who.isWanted()) {
            return waiter.turn.complete(turnOf(waiter)); // unless it has waited too long
        }
        giveUp(waiter);
        return false;
    }

    /** Takes it out of the queue, if it is there. */
    private static void giveUp(Waiter waiter) {
        waiter.turn.completeExceptionally(new GatewayException(
                ErrorCode.INVALID_REQUEST, "Nobody waits for server '" + waiter.server + "' any more"));
    }

    /** Tells all who wait how many are before them; called now and then. */
    void tell() {
        Map<Waiter, Integer> places = new HashMap<>();
        synchronized (this) {
            callers.forEach(waiter -> places.put(waiter, callers.before(waiter)));
        }
        places.forEach((waiter, before) -> waiter.who.queued(before));
    }

    /** How many wait. */
    synchronized int waiting() {
        return callers.size() + background.size();
    }

    /** How many turns are taken. */
    synchronized int taken() {
        return taken;
    }

    /** One who waits. */
    static final class Waiter {
        private final String server;
        private final String client;
        private final String both;
        private final Waiting who;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();

        Waiter(String server, Waiting who) {
            // What is counted under: names of servers and of clients may be the same.
            this.server = server;
            this.client = who.client().isEmpty() ? "" : '\n' + who.client();
            this.both = server + client;
            this.who = who;
        }

        String server() {
            return server;
        }

        String client() {
            return client;
        }
    }
}
