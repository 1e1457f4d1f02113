package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Answer;
import io.mcpgateway.upstream.ClientFacts;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.LogLevels;
import io.mcpgateway.upstream.Question;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.upstream.UpstreamCall;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request of the gateway's to a server on behalf of a client: what comes back belongs to the client, or leads to the
 * next request. Thread-safe; whose it is and what becomes of it is in its {@link Rounds}.
 */
final class ServerCall extends UpstreamCall {
    private static final Members.Index PARAMS = Members.Index.guarded("_meta");
    private static final Members.Index META = Members.Index.guarded("progressToken");
    /** The requests that may end in {@code input_required} (revision 2026-07-28, basic/patterns/mrtr). */
    private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

    private final Rounds rounds;
    private final ServerRequest call;
    private final @Nullable JsonText meta;
    private final @Nullable JsonText progressToken;
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private volatile long id;
    /** The client's task that was made of it: the answer is there, and the work goes on; empty if none was. */
    private volatile String task = "";

    private ServerCall(Rounds rounds, ServerRequest call, @Nullable JsonText meta, @Nullable JsonText progressToken) {
        super(call.method(), call.params(), rounds.request().envelope().extras());
        this.rounds = rounds;
        this.call = call;
        this.meta = meta;
        this.progressToken = progressToken;
    }

    static CompletionStage<Outcome> send(Parking parking, Request request, Lease lease, ServerRequest call) {
        Rounds rounds = new Rounds(parking, lease, call.target(), request);
        CompletionStage<Outcome> outcome = rounds.outcome(); // of this request, however many there will be
        if (!request.logLevel().isEmpty()) {
            lease.upstream().logLevel(request.sessionKey(), request.logLevel());
        }
        request.onCancel(rounds::cancel);
        next(rounds, call);
        return outcome;
    }

    private static void next(Rounds rounds, ServerRequest call) {
        ServerCall next;
        try {
            JsonText meta = metaIn(rounds.request(), call.params());
            JsonText token = meta == null ? null : Members.of(meta, META).get(0);
            next = new ServerCall(rounds, call, meta, token);
        } catch (MalformedMessageException e) {
            rounds.ended(Outcome.failure(e.code(), e.getMessage()));
            return;
        }
        if (rounds.goesOnWith(next)) {
            next.id = next.upstream().call(next);
            rounds.sent(next);
        } else {
            next.abandon();
        }
    }

    /** The server hears, once, that nobody wants the answer any more, nor the task that it is to come from. */
    void abandon() {
        upstream().cancel(id, "cancelled by the client");
        if (!call.fetched().isEmpty() && abandoned.compareAndSet(false, true)) {
            upstream().call(new AbandonedTask(request(), call.fetched()));
        }
    }

    void extend(Duration time) {
        upstream().extend(id, time);
    }

    /** It makes progress that is told of another call. */
    void prolong() {
        upstream().prolong(id);
    }

    private static @Nullable JsonText metaIn(Request request, JsonText params) throws MalformedMessageException {
        Members known = request.envelope().inParams();
        if (known == null || !known.has(Envelope.META)) {
            return null;
        }
        return params == request.envelope().params()
                ? known.get(Envelope.META)
                : Members.of(params, PARAMS).get(0);
    }

    private Request request() {
        return rounds.request();
    }

    private Upstream upstream() {
        return rounds.lease().upstream();
    }

    @Override
    protected @Nullable JsonText progressToken() {
        return progressToken;
    }

    @Override
    protected @Nullable JsonText modernMeta() {
        return request().era() == Era.MODERN ? meta : null;
    }

    @Override
    protected ClientFacts facts() {
        return request().requester().facts();
    }

    @Override
    protected Map<String, String> headers() {
        return call.headers();
    }

    @Override
    protected String session() {
        return request().client().sessionKey();
    }

    @Override
    protected boolean sharesSession() {
        return request().era() == Era.LEGACY;
    }

    @Override
    protected boolean isWaitedFor() {
        return rounds.waiting() != null;
    }

    @Override
    protected boolean asked(Question question) {
        if (request().era() == Era.LEGACY) {
            request().ask(question);
            return true;
        }
        return MAY_ASK.contains(request().envelope().method()) && rounds.asked(question);
    }

    @Override
    protected void progressed(UnaryOperator<JsonText> under) {
        JsonText token = progressToken;
        if (task.isEmpty() || token == null) {
            rounds.progressed(this, under);
        } else {
            request().tell("notifications/progress", under.apply(token));
        }
    }

    @Override
    protected boolean outlivesItsAnswer() {
        if (progressToken == null) {
            return false;
        }
        return call.awaitsTask()
                ? !rounds.isOver()
                : !task.isEmpty() && rounds.parking().tasks().holds(request(), task);
    }

    @Override
    protected void notified(String notification, @Nullable JsonText params) {
        Request waiting = rounds.waiting();
        if (waiting == null) {
            return;
        }
        boolean legacy = waiting.era() == Era.LEGACY;
        if (!notification.equals("notifications/message")) {
            // On a modern stream only what its revision knows may come.
            if (legacy || upstream().isModern()) {
                waiting.send(notification, params);
            }
        } else if (waiting.logLevel().isEmpty() ? legacy : LogLevels.reaches(params, waiting.logLevel())) {
            waiting.send(notification, params);
        }
    }

    @Override
    protected void answered(Envelope response) {
        Request request = request();
        JsonText result = response.result();
        if (result != null && upstream().isModern() && InputRounds.isInputRequired(result)) {
            if (request.era() == Era.LEGACY) {
                nextRound(request, result);
                return;
            }
            rounds.ended(wrapped(request, result));
            return;
        }
        if (result != null && call.method().equals("tools/call") && mayBeTask(request)) {
            String made = TaskState.made(result);
            if (made != null) {
                taskMade(request, made, result);
                return;
            }
        }
        rounds.ended(outcomeOf(request, response));
    }

    private boolean mayBeTask(Request request) {
        Members params = request.envelope().inParams();
        return call.awaitsTask() || upstream().isModern() || (params != null && params.has(Envelope.TASK));
    }

    private void taskMade(Request request, String made, JsonText result) {
        if (call.awaitsTask()) {
            next(rounds, call.fetching(made));
            return;
        }
        if (rounds.isOver()) {
            upstream().call(new AbandonedTask(request, made)); // its client cannot know it
            return;
        }
        String fault = rounds.parking().tasks().keep(request, call.target(), rounds.lease(), made, result);
        if (fault == null) {
            task = made;
        }
        rounds.ended(fault == null ? Outcome.result(result) : Outcome.failure(-32603, fault));
    }

    /** A modern server wants to know something of a legacy client: it is asked, and the server called again. */
    private void nextRound(Request request, JsonText result) {
        rounds.inputs().answers(request, result, call.params()).whenComplete((params, failure) -> {
            if (params == null) {
                rounds.ended(InputRounds.failed(failure));
            } else {
                next(rounds, call.withParams(params));
            }
        });
    }

    /** The server's state goes to the client under seal. */
    private Outcome wrapped(Request request, JsonText result) {
        try {
            return Outcome.result(InputRounds.withState(
                    result,
                    state -> rounds.parking()
                            .continuations()
                            .around(request, upstream().server(), call.target(), state)));
        } catch (MalformedMessageException e) {
            return Outcome.failure(-32603, "The server's question cannot be relayed: " + e.getMessage());
        }
    }

    private Outcome outcomeOf(Request request, Envelope response) {
        String server = upstream().server();
        Outcome outcome = Answer.outcomeOf(server, response);
        if (outcome instanceof Outcome.Result given) {
            request.uriOwners().learn(server, given.result());
            request.envelopeExtras(given.result(), response.extras());
            return outcome;
        }
        return request.era() == Era.MODERN && !upstream().isModern()
                ? UrlElicitations.asInput(request.profile(), (Outcome.Failure) outcome)
                : outcome;
    }

    @Override
    protected void failed(GatewayException cause) {
        rounds.ended(Outcome.failure(cause));
    }
}
