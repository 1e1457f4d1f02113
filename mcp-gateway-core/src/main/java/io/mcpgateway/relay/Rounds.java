package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of a server, from its first request to the outcome: one call of the server after the other, and, for
 * a modern client at a legacy server, one request of the client after the other (the design, section 5). What the server
 * asks on the way ends the client's request with {@code input_required}, the server's call goes on waiting, and the
 * client's next request brings the answers.
 *
 * <p>It ends once, by an outcome or because it is given up, and then lets go of everything: the server's call, its
 * questions, the ticket, the lease. Thread-safe; owns the lease, and the monitor guards the state and is not held while
 * anybody but the parking place is called.
 */
final class Rounds {
    static final Set<String> ASKABLE = Set.of("elicitation/create", "sampling/createMessage", "roots/list");

    private final Parking parking;
    private final Lease lease;
    private final String target;
    private final InputRounds inputs = new InputRounds();

    // Guarded by this.
    private final OpenQuestions open = new OpenQuestions();
    private Turn turn;
    private @Nullable ServerCall call;
    private String ticket = "";
    private boolean breathing;
    private boolean givenUp;
    private @Nullable Outcome ended;

    /** A client's request that waits for the outcome. */
    private record Turn(Request request, CompletableFuture<Outcome> outcome) {}

    Rounds(Parking parking, Lease lease, String target, Request request) {
        this.parking = parking;
        this.lease = lease;
        this.target = target;
        this.turn = new Turn(request, new CompletableFuture<>());
    }

    Parking parking() {
        return parking;
    }

    Lease lease() {
        return lease;
    }

    /** The questions of a modern server to a legacy client. */
    InputRounds inputs() {
        return inputs;
    }

    CompletionStage<Outcome> outcome() {
        return turn().outcome;
    }

    /** The request that the client waits for, or the last one that it waited for. */
    Request request() {
        return turn().request;
    }

    private synchronized Turn turn() {
        return turn;
    }

    /** The request that the client waits for; null if it waits for none now. */
    synchronized @Nullable Request waiting() {
        return ticket.isEmpty() && ended == null ? turn.request : null;
    }

    synchronized boolean isOver() {
        return ended != null;
    }

    /** From now on this is the server's call; false if nobody wants it any more. */
    synchronized boolean goesOnWith(ServerCall next) {
        call = next;
        return !givenUp;
    }

    /** The server's call is on its way, and makes up for what it missed meanwhile. */
    void sent(ServerCall next) {
        boolean abandoned;
        boolean parked;
        synchronized (this) {
            abandoned = givenUp;
            parked = !ticket.isEmpty();
        }
        if (abandoned) {
            next.abandon();
        } else if (parked) {
            next.extend(whileParked());
        }
    }

    private Duration whileParked() {
        return parking.limits().parked().plus(parking.limits().call());
    }

    private void extend(Duration time) {
        ServerCall current = call();
        if (current != null) {
            current.extend(time);
        }
    }

    private synchronized @Nullable ServerCall call() {
        return call;
    }

    /**
     * The server makes progress: the client hears of it if it waits, under the token of the request that it waits for.
     *
     * @param by the call that the progress is told of; the server may be at another one by now
     * @param under gives the params under a token
     */
    void progressed(ServerCall by, UnaryOperator<JsonText> under) {
        Request waiting;
        ServerCall current;
        synchronized (this) {
            waiting = waiting();
            current = call;
        }
        if (current != null && current != by) {
            current.prolong();
        }
        JsonText token = waiting == null ? null : waiting.envelope().metaValue(Envelope.META_PROGRESS_TOKEN);
        if (waiting != null && token != null) {
            waiting.send("notifications/progress", under.apply(token));
        }
    }

    /** The server asks; false if a modern client cannot be asked that. */
    boolean asked(Question question) {
        if (!ASKABLE.contains(question.method())) {
            return false;
        }
        boolean first;
        synchronized (this) {
            if (ended != null) {
                return false;
            }
            String key = open.add(question);
            question.onWithdrawn(() -> forget(key));
            first = ticket.isEmpty() && !breathing;
            breathing |= first;
        }
        if (first) {
            parking.afterBreath(this::park);
        }
        return true;
    }

    private synchronized void forget(String key) {
        open.remove(key);
    }

    /** Ends the client's request with what the server wants to know. */
    private void park() {
        Turn waiting = turn(); // the same until it is parked
        String next = Parking.newTicket();
        String state = "";
        String fault = "Too many calls wait for their clients already";
        try {
            state = parking.continuations()
                    .toParked(waiting.request, lease.upstream().server(), target, next);
        } catch (MalformedMessageException e) {
            fault = String.valueOf(e.getMessage());
        }
        JsonText input = JsonText.of("");
        List<Question> refused = List.of();
        synchronized (this) {
            breathing = false;
            if (ended != null || open.isEmpty()) {
                return;
            }
            if (!state.isEmpty() && parking.park(next, this)) {
                ticket = next;
                input = open.asInput(state);
            } else {
                refused = open.takeAll();
            }
        }
        if (!refused.isEmpty()) {
            refuse(refused, fault);
            return;
        }
        lease.settle(); // it waits for a human
        extend(whileParked());
        parking.expireLater(next);
        if (!waiting.outcome.complete(Outcome.result(input))) {
            parking.take(next); // the answer was faster
        }
    }

    /** The client is back. The call has been taken out of the parking place, so that this happens once for each round. */
    CompletionStage<Outcome> resume(Request request, @Nullable JsonText responses) {
        Turn next = new Turn(request, new CompletableFuture<>());
        Map<Question, JsonText> answers;
        Outcome known;
        boolean missing;
        synchronized (this) {
            ticket = "";
            turn = next;
            known = ended;
            answers = open.takeAnswered(responses);
            missing = !open.isEmpty();
            breathing |= missing;
        }
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        extend(parking.limits().call());
        request.onCancel(this::cancel);
        answers.forEach(Question::answer);
        if (missing) {
            // Still unknown: the client is asked again, unless the server goes on without it.
            parking.afterBreath(this::park);
        }
        return next.outcome;
    }

    /** The server's call is over. A client that is not waiting finds the outcome when it comes back. */
    void ended(Outcome outcome) {
        Turn waiting;
        List<Question> unanswered;
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = outcome;
            unanswered = open.takeAll();
            waiting = turn;
        }
        try {
            inputs.close();
            refuse(unanswered, "The request that this belongs to is over");
            waiting.outcome.complete(outcome);
        } finally {
            lease.release();
        }
    }

    /** The client no longer wants it; whoever waits hears nothing more. */
    void cancel() {
        giveUp("The client has cancelled its request");
    }

    /** The client did not come back in time. */
    void expired() {
        giveUp("The client is gone");
    }

    void abandonIfOf(String sessionKey) {
        if (request().client().sessionKey().equals(sessionKey) && parking.take(ticket()) != null) {
            expired();
        }
    }

    private synchronized String ticket() {
        return ticket;
    }

    private void giveUp(String why) {
        Turn waiting;
        ServerCall current;
        List<Question> unanswered;
        String left;
        synchronized (this) {
            left = ticket;
            ticket = "";
            unanswered = open.takeAll();
            waiting = turn;
            current = ended == null ? call : null;
            if (ended == null) {
                ended = Refusals.used();
                givenUp = true;
            }
        }
        parking.take(left);
        try {
            if (current != null) {
                current.abandon();
            }
            inputs.close();
            refuse(unanswered, why);
            waiting.outcome.completeExceptionally(Refusals.cancellation());
        } finally {
            lease.release();
        }
    }

    private static void refuse(List<Question> questions, String why) {
        questions.forEach(question -> question.refuse(Question.NOBODY_TO_ASK, why));
    }
}
