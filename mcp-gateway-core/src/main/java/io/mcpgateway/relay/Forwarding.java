package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Target;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request to the server that owns its target, under the name that the server has for it; a request that goes on
 * with an earlier one is taken to where that one waits. Has no state of its own.
 */
final class Forwarding {
    private static final int HEADER_MISMATCH = -32020;
    private static final Members.Index ARGUMENTS = Members.Index.guarded("arguments");
    private static final Members.Index RESPONSES = Members.Index.guarded("inputResponses");

    private final ServerLeases leases;
    private final Pipeline pipeline;
    private final Parking parking;

    Forwarding(ServerLeases leases, Pipeline pipeline, Parking parking) {
        this.leases = leases;
        this.pipeline = pipeline;
        this.parking = parking;
    }

    /** Forwards; {@code keyMember} is the member of the params that names the target, name or URI. */
    CompletionStage<Outcome> forward(Request request, Exchange.Kind kind, Target target, int keyMember) {
        Continuations.Continuation retry;
        try {
            retry = continuation(request, target);
        } catch (MalformedMessageException e) {
            return Refusals.invalid(e);
        }
        String violation = headerViolation(request, target);
        if (violation != null) {
            return CompletableFuture.completedFuture(Outcome.failure(HEADER_MISMATCH, violation));
        }
        Exchange exchange =
                request.exchange(kind, target.exposed(), target.server().name());
        return pipeline.run(exchange, passed -> {
            JsonText params;
            try {
                params = rename(exchange, passed, target, keyMember);
                if (retry != null && retry.isParked()) {
                    return resume(request, target, retry, params);
                }
                if (retry != null) {
                    params = InputRounds.paramsWithState(params, retry.state());
                }
            } catch (MalformedMessageException e) {
                return Refusals.madeInvalid(e);
            }
            JsonText sent = params;
            return leases.with(
                    request,
                    target,
                    lease -> ServerCall.send(parking, request, lease, sent(request, lease.upstream(), target, sent)));
        });
    }

    /**
     * What is sent. A tool of a legacy server that can only be called as a task is called so for a modern client that
     * knows tasks, because it cannot ask for that, and the gateway fetches the result.
     */
    private static ServerRequest sent(Request request, Upstream upstream, Target target, JsonText params) {
        ServerRequest sent = ServerRequest.of(request.envelope().method(), target.exposed(), params);
        if (target.needsTask()
                && request.era() == Era.MODERN
                && !upstream.isModern()
                && TaskSupport.declared(request)) {
            return sent.asTask();
        }
        return upstream.mirrorsArguments() ? sent.withHeaders(mirrored(target, params)) : sent;
    }

    /** What the headers of a modern request say otherwise than its arguments, or null. */
    private static @Nullable String headerViolation(Request request, Target target) {
        Map<String, String> headers = request.paramHeaders();
        if (headers == null || request.era() != Era.MODERN || target.headers().isEmpty()) {
            return null;
        }
        Members params = request.envelope().inParams();
        return target.headers().violation(params == null ? null : params.get(Envelope.ARGUMENTS), headers);
    }

    private static Map<String, String> mirrored(Target target, JsonText params) {
        if (target.headers().isEmpty()) {
            return Map.of();
        }
        try {
            return target.headers().of(Members.of(params, ARGUMENTS).get(0));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The params were scanned before", e);
        }
    }

    /** What a retry goes on with; null if the request is no retry. */
    private Continuations.@Nullable Continuation continuation(Request request, Target target)
            throws MalformedMessageException {
        Members params = request.envelope().inParams();
        if (request.era() != Era.MODERN || params == null || !params.has(Envelope.REQUEST_STATE)) {
            return null;
        }
        String state = params.string(Envelope.REQUEST_STATE);
        Continuations.Continuation opened = state == null
                ? null
                : parking.continuations().open(request, target.server().name(), target.exposed(), state);
        if (opened == null) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "Invalid requestState: it was not given for this request, was altered, or is too old");
        }
        return opened;
    }

    /** The ticket is used up last: a client that is refused, because of its params or of a limit, can come again with it. */
    private CompletionStage<Outcome> resume(
            Request request, Target target, Continuations.Continuation retry, JsonText params)
            throws MalformedMessageException {
        JsonText responses = Members.of(params, RESPONSES).get(0);
        return leases.goingOn(target.server().name(), () -> {
            Rounds rounds = parking.take(retry.ticket());
            return rounds == null
                    ? CompletableFuture.completedFuture(Refusals.used())
                    : rounds.resume(request, responses);
        });
    }

    /** The params with the server's own name for the target. Params that an interceptor has changed must still name it. */
    private static JsonText rename(Exchange asked, Exchange passed, Target target, int keyMember)
            throws MalformedMessageException {
        JsonText params = passed.params();
        boolean changed = params != asked.params();
        if (!changed && target.exposed().equals(target.original())) {
            return params;
        }
        Members members = Members.of(params, Members.Index.guarded(keyMember == Envelope.NAME ? "name" : "uri"));
        if (!target.exposed().equals(members.string(0))) {
            throw Refusals.retargeted(asked);
        }
        return new Splice(params)
                .replace(members.startOf(0), members.endOf(0), Messages.quote(target.original()))
                .apply();
    }
}
