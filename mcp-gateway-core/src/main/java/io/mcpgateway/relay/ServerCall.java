package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's request at a server: what comes back belongs to the client, and the lease ends with the answer. */
final class ServerCall extends UpstreamCall {
    private static final Members.Index PARAMS = Members.Index.guarded("_meta");
    private static final Members.Index META = Members.Index.guarded("progressToken");
    /** The requests that may end in {@code input_required} (revision 2026-07-28, basic/patterns/mrtr). */
    private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

    private static final int CANCELLED = -32800;

    private final Rounds rounds;
    private final Parking parking;
    private final Lease lease;
    private final Call call;
    private final @Nullable JsonText meta;
    private final @Nullable JsonText progressToken;
    private final InputRounds inputs;
    private volatile long id;
    /** A task was made of it: the answer is there, and the work goes on. */
    private volatile boolean asTask;

    private ServerCall(
            Parking parking,
            Request request,
            Lease lease,
            Call call,
            @Nullable JsonText meta,
            @Nullable JsonText progressToken,
            @Nullable ServerCall before) {
        super(call.method, call.params, request.envelope().extras());
        this.parking = parking;
        this.lease = lease;
        this.call = call;
        this.meta = meta;
        this.progressToken = progressToken;
        this.rounds = before == null ? new Rounds(parking, this, call.target, request) : before.rounds;
        this.inputs = before == null ? new InputRounds() : before.inputs;
    }

    /**
     * What is sent.
     *
     * @param method the method
     * @param target the exposed name or URI
     * @param params the params as the server is to see them
     * @param headers {@code Mcp-Param-*} for a channel that has headers
     * @param awaitsTask whether the gateway made a task of the call, and fetches its result itself
     */
    record Call(String method, String target, JsonText params, Map<String, String> headers, boolean awaitsTask) {}

    static CompletionStage<Outcome> send(Parking parking, Request request, Lease lease, Call call) {
        return send(parking, request, lease, call, null);
    }

    private static CompletionStage<Outcome> send(
            Parking parking, Request request, Lease lease, Call call, @Nullable ServerCall before) {
        ServerCall sent;
        try {
            JsonText meta = metaIn(request, call.params);
            JsonText token = meta == null ? null : Members.of(meta, META).get(0);
            sent = new ServerCall(parking, request, lease, call, meta, token, before);
        } catch (MalformedMessageException e) {
            lease.release();
            Outcome failure = Outcome.failure(e.code(), e.getMessage());
            if (before != null) {
                before.rounds.ended(failure); // the client waits for the first one's outcome
            }
            return CompletableFuture.completedFuture(failure);
        }
        Upstream upstream = lease.upstream();
        if (!request.logLevel().isEmpty()) {
            upstream.logLevel(request.sessionKey(), request.logLevel());
        }
        CompletionStage<Outcome> outcome = sent.rounds.outcome();
        sent.id = upstream.call(sent);
        if (sent.id > 0) {
            request.onCancel(sent::cancel);
        }
        return outcome;
    }

    /** What becomes of a request that its client has cancelled; nobody reads it. */
    static CompletionStage<Outcome> cancelled() {
        return CompletableFuture.failedFuture(
                new GatewayException(ErrorCode.INVALID_REQUEST, "Cancelled by the client (" + CANCELLED + ")"));
    }

    /** Cancels the server's call; whoever waits hears nothing more. */
    void cancel() {
        if (lease.upstream().cancel(id, "cancelled by the client")) {
            if (call.method.equals("tasks/result") && call.awaitsTask) {
                cancelTask();
            }
            rounds.cancelled();
            lease.release();
        }
    }

    private void cancelTask() {
        lease.upstream().call(new UpstreamCall("tasks/cancel", call.params, JsonText.of("")) {
            @Override
            protected void answered(Envelope response) {
                // Whatever it says, nobody wants the task any more.
            }

            @Override
            protected void failed(GatewayException cause) {
                // The server is gone, and the task with it.
            }
        });
    }

    void extend(Duration more) {
        lease.upstream().extend(id, more);
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
        return call.headers;
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
        return rounds.isWaitedFor();
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
    protected void progressed(JsonText params) {
        if (asTask) {
            request().tell("notifications/progress", params);
        } else {
            request().send("notifications/progress", params);
        }
    }

    @Override
    protected boolean outlivesItsAnswer() {
        return asTask && progressToken != null;
    }

    @Override
    protected void notified(String notification, @Nullable JsonText params) {
        Request request = request();
        boolean legacy = request.era() == Era.LEGACY;
        if (!notification.equals("notifications/message")) {
            // On a modern stream only what its revision knows may come.
            if (legacy || lease.upstream().isModern()) {
                request.send(notification, params);
            }
        } else if (request.logLevel().isEmpty() ? legacy : LogLevels.reaches(params, request.logLevel())) {
            request.send(notification, params);
        }
    }

    @Override
    protected void answered(Envelope response) {
        Request request = request();
        JsonText result = response.result();
        if (result != null && lease.upstream().isModern() && InputRounds.isInputRequired(result)) {
            if (request.era() == Era.LEGACY) {
                nextRound(request, result);
                return;
            }
            end(wrapped(request, result));
            return;
        }
        if (result != null && call.method.equals("tools/call") && mayBeTask(request)) {
            String task = TaskState.made(result);
            if (task != null) {
                taskMade(request, task, result);
                return;
            }
        }
        end(outcomeOf(request, response));
    }

    private boolean mayBeTask(Request request) {
        Members params = request.envelope().inParams();
        return call.awaitsTask || lease.upstream().isModern() || (params != null && params.has(Envelope.TASK));
    }

    private void taskMade(Request request, String task, JsonText result) {
        if (call.awaitsTask) {
            JsonText about = JsonText.of("{\"taskId\":" + Messages.quote(task) + "}");
            send(parking, request, lease, new Call("tasks/result", call.target, about, Map.of(), true), this);
            return;
        }
        asTask = true;
        String fault = parking.tasks().keep(request, call.target, lease, task, result);
        end(fault == null ? Outcome.result(result) : Outcome.failure(-32603, fault));
    }

    /** A modern server wants to know something of a legacy client: it is asked, and the server called again. */
    private void nextRound(Request request, JsonText result) {
        inputs.answers(request, result, call.params).whenComplete((next, failure) -> {
            if (request.isCancelled()) {
                rounds.cancelled();
                lease.release();
            } else if (next == null) {
                end(InputRounds.failed(failure));
            } else {
                send(parking, request, lease, new Call(call.method, call.target, next, call.headers, false), this);
            }
        });
    }

    /** The server's state goes to the client under seal. */
    private Outcome wrapped(Request request, JsonText result) {
        try {
            return Outcome.result(InputRounds.withState(
                    result, state -> parking.continuations().around(request, call.target, state)));
        } catch (MalformedMessageException e) {
            return Outcome.failure(-32603, "The server's question cannot be relayed: " + e.getMessage());
        }
    }

    private Outcome outcomeOf(Request request, Envelope response) {
        String server = lease.upstream().server();
        Outcome outcome = Answer.outcomeOf(server, response);
        if (outcome instanceof Outcome.Result given) {
            request.uriOwners().learn(server, given.result());
            request.envelopeExtras(given.result(), response.extras());
            return outcome;
        }
        return request.era() == Era.MODERN && !lease.upstream().isModern()
                ? UrlElicitations.asInput(request.profile(), (Outcome.Failure) outcome)
                : outcome;
    }

    private void end(Outcome outcome) {
        try {
            rounds.ended(outcome);
        } finally {
            lease.release();
        }
    }

    @Override
    protected void failed(GatewayException cause) {
        end(Outcome.failure(cause));
    }
}
