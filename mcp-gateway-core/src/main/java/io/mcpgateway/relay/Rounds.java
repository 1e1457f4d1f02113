package io.mcpgateway.relay;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one call of a modern client at a legacy server (the design, section 5): what the server asks on the way
 * ends the client's request with {@code input_required}, the server's call goes on waiting, and the client's next request
 * brings the answers. Thread-safe; the monitor guards the state and is not held while anybody is called.
 */
final class Rounds {
    private static final Set<String> ASKABLE = Set.of("elicitation/create", "sampling/createMessage", "roots/list");

    private final Parking parking;
    private final ServerCall call;
    private final String target;

    // Guarded by this.
    private final Map<String, Question> open = new LinkedHashMap<>();
    private Turn turn;
    private int keys;
    private String ticket = "";
    private boolean breathing;
    private @Nullable Outcome ended;

    /** A client's request that waits for this call. */
    private record Turn(Request request, CompletableFuture<Outcome> outcome) {}

    Rounds(Parking parking, ServerCall call, String target, Request request) {
        this.parking = parking;
        this.call = call;
        this.target = target;
        this.turn = new Turn(request, new CompletableFuture<>());
    }

    CompletionStage<Outcome> outcome() {
        return turn().outcome;
    }

    /** The request that the client waits for, or the last one that it waited for. */
    Request request() {
        return turn().request;
    }

    synchronized boolean isWaitedFor() {
        return ticket.isEmpty();
    }

    private synchronized Turn turn() {
        return turn;
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
            String key = "q" + ++keys;
            open.put(key, question);
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
        Turn waiting;
        String now;
        Map<String, Question> asked;
        synchronized (this) {
            breathing = false;
            if (!ticket.isEmpty() || ended != null || open.isEmpty()) {
                return;
            }
            now = Parking.newTicket();
            ticket = now;
            waiting = turn;
            asked = new LinkedHashMap<>(open);
        }
        String state;
        try {
            state = parking.continuations().toParked(waiting.request, target, now);
        } catch (MalformedMessageException e) {
            refuseAll(asked, String.valueOf(e.getMessage()));
            return;
        }
        if (!parking.park(now, this)) {
            refuseAll(asked, "Too many calls wait for their clients already");
            return;
        }
        call.extend(parking.limits().parked().plus(parking.limits().call()));
        parking.expireLater(now);
        if (!waiting.outcome.complete(Outcome.result(inputRequired(asked, state)))) {
            parking.take(now); // the answer was faster
        }
    }

    private void refuseAll(Map<String, Question> asked, String why) {
        synchronized (this) {
            ticket = "";
            open.keySet().removeAll(asked.keySet());
        }
        asked.values().forEach(question -> question.refuse(Question.NOBODY_TO_ASK, why));
    }

    private static JsonText inputRequired(Map<String, Question> asked, String state) {
        List<String> requests = new ArrayList<>();
        asked.forEach((key, question) -> {
            JsonText params = question.params();
            requests.add("\"" + key + "\":{\"method\":\"" + question.method() + "\""
                    + (params == null ? "" : ",\"params\":" + params) + "}");
        });
        return JsonText.of("{\"resultType\":\"input_required\",\"inputRequests\":{" + String.join(",", requests)
                + "},\"requestState\":" + Messages.quote(state) + "}");
    }

    /** The client is back. The call has been taken out of the parking place, so that this happens once for each round. */
    CompletionStage<Outcome> resume(Request request, @Nullable JsonText responses) {
        Turn next = new Turn(request, new CompletableFuture<>());
        Map<Question, JsonText> answers = new LinkedHashMap<>();
        Outcome known;
        boolean missing;
        synchronized (this) {
            ticket = "";
            turn = next;
            known = ended;
            pick(responses, answers);
            missing = !open.isEmpty();
            breathing |= missing;
        }
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        call.extend(parking.limits().call());
        request.onCancel(call::cancel);
        answers.forEach(Question::answer);
        if (missing) {
            // Still unknown: the client is asked again, unless the server goes on without it.
            parking.afterBreath(this::park);
        }
        return next.outcome;
    }

    /** What is no object answers nothing, and is asked again. */
    private void pick(@Nullable JsonText responses, Map<Question, JsonText> answers) {
        if (responses == null || responses.array()[responses.offset()] != '{') {
            return;
        }
        try {
            for (Entries.Entry entry : Entries.of(responses)) {
                JsonText value = entry.value();
                Question question = value.array()[value.offset()] == '{' ? open.remove(entry.name()) : null;
                if (question != null) {
                    answers.put(question, value);
                }
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("It was scanned before", e);
        }
    }

    static Outcome used() {
        return Outcome.failure(
                -32602, "Invalid requestState: it was used before, or the call that it belongs to is over");
    }

    /** The server's call is over. */
    void ended(Outcome outcome) {
        Turn waiting;
        List<Question> unanswered;
        synchronized (this) {
            ended = outcome;
            unanswered = takeOpen();
            waiting = turn;
        }
        unanswered.forEach(
                question -> question.refuse(Question.NOBODY_TO_ASK, "The request that this belongs to is over"));
        // A client that is not waiting finds it when it comes back.
        waiting.outcome.complete(outcome);
    }

    /** The client did not come back in time. */
    private void expire(String ofRound) {
        if (parking.take(ofRound) != null) {
            expired();
        }
    }

    void abandonIfOf(String sessionKey) {
        if (request().client().sessionKey().equals(sessionKey)) {
            expire(ticket());
        }
    }

    private synchronized String ticket() {
        return ticket;
    }

    void expired() {
        List<Question> unanswered;
        synchronized (this) {
            ticket = "";
            unanswered = takeOpen();
        }
        unanswered.forEach(question -> question.refuse(Question.NOBODY_TO_ASK, "The client is gone"));
        call.cancel();
    }

    /** A question that nobody answers would take up one of the server's places for ever. */
    private List<Question> takeOpen() {
        List<Question> unanswered = List.copyOf(open.values());
        open.clear();
        return unanswered;
    }

    /** Nobody waits any more. */
    void cancelled() {
        turn().outcome
                .completeExceptionally(
                        new GatewayException(ErrorCode.INVALID_REQUEST, "Cancelled by the client (-32800)"));
    }
}
