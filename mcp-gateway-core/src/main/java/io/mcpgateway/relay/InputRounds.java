package io.mcpgateway.relay;

import io.mcpgateway.json.Entries;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Abilities;
import io.mcpgateway.upstream.Answer;
import io.mcpgateway.upstream.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one call of a legacy client at a modern server: an {@code input_required} result becomes requests to the
 * client, and its answers go into the next call (revision 2026-07-28, basic/patterns/mrtr). Thread-safe; owns the count of
 * rounds and the questions that the client has not answered.
 */
final class InputRounds {
    /** Far more than a person would bear; a server that never has enough must end. */
    private static final int MOST_ROUNDS = 32;

    private static final int MOST_QUESTIONS = 100;
    private static final Members.Index RESULT = Members.Index.of(0, "resultType", "inputRequests", "requestState");
    private static final Members.Index REQUEST = Members.Index.of(0, "method", "params");
    private static final Members.Index PARAMS = Members.Index.guarded("inputResponses", "requestState");
    private static final Members.Index ELICITATION = Members.Index.of(0, "mode", "elicitationId");

    private final AtomicInteger rounds = new AtomicInteger();
    // Guarded by this.
    private final Set<Question> open = new LinkedHashSet<>();
    private boolean closed;

    static boolean isInputRequired(JsonText result) {
        try {
            return "input_required".equals(Members.of(result, RESULT).string(0));
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** Changes a server's state. */
    @FunctionalInterface
    interface StateChange {
        String of(String state) throws MalformedMessageException;
    }

    /** The result with another state, if it has one. */
    static JsonText withState(JsonText result, StateChange change) throws MalformedMessageException {
        Members members = Members.of(result, RESULT);
        String state = members.string(2);
        return state == null
                ? result
                : new Splice(result)
                        .replace(members.startOf(2), members.endOf(2), Messages.quote(change.of(state)))
                        .apply();
    }

    /** The params with another state; without one if it is empty. */
    static JsonText paramsWithState(JsonText params, String state) throws MalformedMessageException {
        Members members = Members.of(params, PARAMS);
        return members.has(1)
                ? new Splice(params)
                        .replace(members.startOf(1), members.endOf(1), Messages.quote(state))
                        .apply()
                : params;
    }

    /**
     * Asks the client, and makes the params of the next call. Fails with what the client refused first; if the server may
     * not ask one of its questions, the client hears none of them.
     */
    CompletionStage<JsonText> answers(Request request, JsonText result, @Nullable JsonText params) {
        if (rounds.incrementAndGet() > MOST_ROUNDS) {
            return failure(
                    ErrorCode.LIMIT, "The server asked for input " + MOST_ROUNDS + " times; it is not asked again");
        }
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        JsonText state;
        try {
            Members members = Members.of(result, RESULT);
            state = members.get(2);
            JsonText asked = members.get(1);
            List<Entries.Entry> entries = asked == null ? List.of() : Entries.of(asked);
            if (entries.size() > MOST_QUESTIONS) {
                return failure(ErrorCode.LIMIT, "The server asks for more than " + MOST_QUESTIONS + " inputs at once");
            }
            Abilities client = Abilities.of(request.profile());
            for (Entries.Entry entry : entries) {
                wanted.put(entry.key().toString(), Wanted.of(entry.value(), client));
            }
        } catch (MalformedMessageException e) {
            return failure(
                    ErrorCode.SERVER_UNAVAILABLE, "The server asks for input in a way that is none: " + e.getMessage());
        } catch (GatewayException e) {
            return CompletableFuture.failedFuture(e);
        }
        Map<String, CompletableFuture<JsonText>> answers = new LinkedHashMap<>();
        wanted.forEach((key, one) -> answers.put(key, ask(request, one)));
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new));
        answers.values()
                .forEach(answer -> answer.exceptionally(refusal -> {
                    all.completeExceptionally(refusal); // the others do not matter any more
                    return JsonText.of("");
                }));
        return all.thenApply(done -> next(params, answers, state));
    }

    private static CompletableFuture<JsonText> failure(ErrorCode code, String why) {
        return CompletableFuture.failedFuture(new GatewayException(code, why));
    }

    /** What the server wants to know, as the client is asked it. */
    private record Wanted(String method, @Nullable JsonText params) {
        static Wanted of(JsonText asked, Abilities client) throws MalformedMessageException {
            Members members = Members.of(asked, REQUEST);
            String method = members.string(0);
            JsonText params = members.get(1);
            if (method == null || !Rounds.ASKABLE.contains(method)) {
                throw notAllowed("by a method that is none for that");
            }
            Abilities.Refusal refusal = client.refusal(method, params);
            if (refusal != null) {
                throw notAllowed("by " + method + ", which it may not: " + refusal.why());
            }
            return new Wanted(method, asLegacy(method, params));
        }

        private static GatewayException notAllowed(String how) {
            return new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The server asks for input " + how);
        }
    }

    private CompletableFuture<JsonText> ask(Request request, Wanted wanted) {
        CompletableFuture<JsonText> answer = new CompletableFuture<>();
        Question question = new Question(wanted.method, wanted.params, new Question.Asker() {
            @Override
            public void answered(JsonText result) {
                answer.complete(result);
            }

            @Override
            public void refused(JsonText error) {
                answer.completeExceptionally(new Refusal(error));
            }
        });
        answer.whenComplete((result, refusal) -> remove(question));
        if (add(question)) {
            request.ask(question);
        }
        return answer;
    }

    private synchronized boolean add(Question question) {
        return !closed && open.add(question);
    }

    private synchronized void remove(Question question) {
        open.remove(question);
    }

    /** The call is over: what the client has not answered nobody wants to know any more, nor what is still to come. */
    void close() {
        List<Question> unanswered;
        synchronized (this) {
            closed = true;
            unanswered = List.copyOf(open);
            open.clear();
        }
        unanswered.forEach(Question::withdraw);
    }

    /** Revision 2025-11-25 requires an id of each page to visit, and 2026-07-28 has none. */
    private static @Nullable JsonText asLegacy(String method, @Nullable JsonText params)
            throws MalformedMessageException {
        if (params == null || !method.equals("elicitation/create")) {
            return params;
        }
        Members members = Members.of(params, ELICITATION);
        return "url".equals(members.string(0)) && !members.has(1)
                ? new Splice(params)
                        .prepend(params, "\"elicitationId\":\"" + Parking.newTicket() + "\"")
                        .apply()
                : params;
    }

    private static JsonText next(
            @Nullable JsonText params, Map<String, CompletableFuture<JsonText>> answers, @Nullable JsonText state) {
        List<String> responses = new ArrayList<>();
        answers.forEach((key, answer) -> responses.add(key + ":" + answer.join()));
        String added = "\"inputResponses\":{" + String.join(",", responses) + "}"
                + (state == null ? "" : ",\"requestState\":" + state);
        JsonText given = params == null ? JsonText.emptyObject() : params;
        try {
            JsonText base = without(given);
            return new Splice(base).prepend(base, added).apply();
        } catch (MalformedMessageException e) {
            throw new CompletionException(e);
        }
    }

    /** The params of an earlier round carry the answers of that round. */
    private static JsonText without(JsonText params) throws MalformedMessageException {
        Members members = Members.of(params, PARAMS);
        if (!members.has(0) && !members.has(1)) {
            return params;
        }
        StringBuilder kept = new StringBuilder("{");
        for (Entries.Entry entry : Entries.of(params)) {
            String name = entry.name();
            if (!name.equals("inputResponses") && !name.equals("requestState")) {
                kept.append(kept.length() > 1 ? "," : "")
                        .append(entry.key())
                        .append(':')
                        .append(entry.value());
            }
        }
        return JsonText.of(kept.append('}').toString());
    }

    /** The client gave an error where the server needs an answer: that ends the call with the client's own words. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient JsonText error;

        Refusal(JsonText error) {
            super("refused", null, false, false);
            this.error = error;
        }
    }

    /** The outcome of a call whose next round cannot be. */
    static Outcome failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return Answer.failure(refusal.error);
        }
        return cause instanceof GatewayException known
                ? Outcome.failure(known)
                : Outcome.failure(-32603, "The client's answers could not be used: " + cause);
    }
}
