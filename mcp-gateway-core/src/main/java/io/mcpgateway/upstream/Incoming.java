package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server writes: each message is taken to the call it answers or tells of, or to whom it concerns. Thread-safe; the
 * count of answers that nobody asked for is the only state.
 */
final class Incoming {
    /** Late answers to cancelled calls are common; so many are an attack. */
    private static final int MOST_UNASKED = 10_000;

    private final Upstream upstream;
    private final String server;
    private final Duration callTimeout;
    private final PendingCalls pending;
    private final Attribution attribution;
    private final Questions questions;
    private final Upstream.Events events;
    private final AtomicInteger unasked = new AtomicInteger();

    Incoming(
            Upstream upstream,
            Duration callTimeout,
            PendingCalls pending,
            Attribution attribution,
            Questions questions,
            Upstream.Events events) {
        this.upstream = upstream;
        this.server = upstream.server();
        this.callTimeout = callTimeout;
        this.pending = pending;
        this.attribution = attribution;
        this.questions = questions;
        this.events = events;
    }

    /**
     * Takes a message. Never throws: the thread that reads a server serves all calls in flight there.
     *
     * @param stream the id of the request whose stream it came on; 0 if it came on none
     */
    void message(JsonText text, long stream) {
        try {
            dispatch(Envelope.scan(text), stream);
        } catch (MalformedMessageException e) {
            unusable(text, e);
        } catch (RuntimeException e) {
            events.noise("A message of server '" + server + "' could not be handled: " + e);
        }
    }

    /** What is no message is skipped; but if it was meant as an answer, its caller need not wait for another one. */
    private void unusable(JsonText text, MalformedMessageException why) {
        Oversized seen = Oversized.of(text);
        UpstreamCall meant = seen.request() || seen.numericId() < 0 ? null : pending.take(seen.numericId());
        if (meant == null) {
            events.noise("Server '" + server + "' wrote something that is no message: " + why.getMessage());
            return;
        }
        meant.failed(new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Server '" + server + "' answered with something that is no answer: " + why.getMessage()));
    }

    private void dispatch(Envelope message, long stream) {
        switch (message.kind()) {
            case RESULT, ERROR -> answer(message);
            case NOTIFICATION -> notification(message, stream);
            case REQUEST -> question(message, stream);
        }
    }

    private void question(Envelope message, long stream) {
        List<UpstreamCall> known = pending.ofClients();
        boolean waits = questions.asked(message, attribution.soleSession(), attribution.takerOfQuestion(stream));
        if (!waits) {
            return;
        }
        // A call that has begun since its taker was looked for has not seen it, and may be the last one for long.
        for (UpstreamCall call : pending.ofClients()) {
            if (!known.contains(call)) {
                questions.called(call);
            }
        }
    }

    private void answer(Envelope message) {
        long id = message.numericId();
        UpstreamCall call = id < 0 ? null : pending.take(id);
        if (call == null) {
            unasked();
            return;
        }
        upstream.answered(id);
        try {
            call.answered(message);
        } catch (RuntimeException e) {
            call.failed(new GatewayException(
                    ErrorCode.INTERNAL, "The answer of server '" + server + "' could not be handled: " + e, e));
        }
        if (call.outlivesItsAnswer()) {
            pending.outlive(id, call);
        }
    }

    /** A request was given up: an answer to it may come all the same, and is no attack. */
    void expectLate() {
        unasked.decrementAndGet();
    }

    private void unasked() {
        events.noise("Server '" + server + "' answered a request that is not in flight (late or twice)");
        if (unasked.incrementAndGet() == MOST_UNASKED) {
            upstream.close(new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Server '" + server + "' has given " + MOST_UNASKED
                            + " answers that nobody asked for; it is ended"));
        }
    }

    private void notification(Envelope message, long stream) {
        JsonText params = message.params();
        switch (message.method()) {
            case "notifications/progress" -> progress(message);
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed" -> events.listChanged(upstream, message.method());
            case "notifications/resources/updated" -> {
                if (params != null) {
                    events.resourceUpdated(upstream, params);
                }
            }
            case "notifications/cancelled" -> cancelled(message);
            case "notifications/subscriptions/acknowledged" -> {
                if (params != null) {
                    upstream.listening().acknowledged(params, stream);
                }
            }
            default -> attribution.notified(message.method(), params, stream);
        }
    }

    /** In the legacy era a server takes a question back with this, in the modern one it ends a subscription. */
    private void cancelled(Envelope message) {
        Members params = message.inParams();
        JsonText id = params == null ? null : params.get(Envelope.REQUEST_ID);
        if (id != null && upstream.isModern()) {
            upstream.ended(Listen.number(id));
        } else if (id != null) {
            questions.cancelled(id);
        }
    }

    private void progress(Envelope message) {
        Members params = message.inParams();
        if (params == null) {
            return;
        }
        UpstreamCall call = pending.progressing(params.number(Envelope.PROGRESS_TOKEN, -1), callTimeout);
        if (call != null) {
            call.progressed(token -> new Splice(params.text())
                    .replace(params.startOf(Envelope.PROGRESS_TOKEN), params.endOf(Envelope.PROGRESS_TOKEN), token)
                    .apply());
        }
    }
}
