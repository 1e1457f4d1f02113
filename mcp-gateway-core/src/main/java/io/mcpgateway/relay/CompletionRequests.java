package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code completion/complete} to the server whose prompt or template is to be completed; a server that completes
 * nothing is not asked. Has no state of its own.
 */
final class CompletionRequests {
    private static final Members.Index REF = Members.Index.guarded("type", "name", "uri");
    private static final JsonText NO_COMPLETION =
            JsonText.of("{\"completion\":{\"values\":[],\"total\":0,\"hasMore\":false}}");

    private final Targets targets;
    private final ServerLeases leases;
    private final Pipeline pipeline;
    private final Parking parking;

    CompletionRequests(Targets targets, ServerLeases leases, Pipeline pipeline, Parking parking) {
        this.targets = targets;
        this.leases = leases;
        this.pipeline = pipeline;
        this.parking = parking;
    }

    CompletionStage<Outcome> answer(Request request) {
        Members params = request.envelope().inParams();
        JsonText ref = params == null ? null : params.get(Envelope.REF);
        if (ref == null) {
            return Refusals.invalid("Invalid params: 'ref' is missing");
        }
        try {
            Members members = Members.of(ref, REF);
            boolean prompt = "ref/prompt".equals(members.string(0));
            int member = prompt ? 1 : 2;
            String key = members.string(member);
            JsonText keyText = members.get(member);
            if (key == null || keyText == null) {
                return Refusals.invalid("Invalid params: 'ref' names neither a prompt nor a resource");
            }
            if (key.length() > Targets.LONGEST_URI) {
                return Refusals.invalid("Invalid params: 'ref' is longer than " + Targets.LONGEST_URI);
            }
            return targets.find(
                            request.requester(),
                            view -> prompt ? view.prompts().get(key) : templateOrResource(view, key))
                    .thenCompose(target -> target == null
                            ? Refusals.unknown(prompt ? "prompt" : "resource", key)
                            : forward(request, target, keyText, member));
        } catch (MalformedMessageException e) {
            return Refusals.invalid(e);
        }
    }

    private static @Nullable Target templateOrResource(View view, String key) {
        Target template = view.templates().get(key);
        return template != null ? template : view.ownerOf(key);
    }

    private CompletionStage<Outcome> forward(Request request, Target target, JsonText keyText, int keyMember) {
        Exchange exchange = request.exchange(
                Exchange.Kind.COMPLETE, target.exposed(), target.server().name());
        return pipeline.run(
                exchange,
                passed -> leases.with(request, target, lease -> {
                    var hello = lease.upstream().hello();
                    if (hello != null && !hello.features().completions()) {
                        lease.release();
                        return CompletableFuture.completedFuture(Outcome.result(NO_COMPLETION));
                    }
                    try {
                        JsonText key = passed.params() == exchange.params()
                                ? keyText
                                : keyOfRef(exchange, passed, target, keyMember);
                        JsonText params = target.exposed().equals(target.original())
                                ? passed.params()
                                : new Splice(passed.params())
                                        .replace(key, Messages.quote(target.original()))
                                        .apply();
                        return ServerCall.send(
                                parking, request, lease, ServerRequest.of(exchange.method(), target.exposed(), params));
                    } catch (MalformedMessageException e) {
                        lease.release();
                        return Refusals.madeInvalid(e);
                    }
                }));
    }

    /** Where params that an interceptor has changed name the target, which must be the one they named before. */
    private static JsonText keyOfRef(Exchange asked, Exchange passed, Target target, int keyMember)
            throws MalformedMessageException {
        JsonText ref = Members.of(passed.params(), Members.Index.guarded("ref")).get(0);
        Members members = Members.of(ref == null ? JsonText.emptyObject() : ref, REF);
        JsonText key = members.get(keyMember);
        if (key == null || !target.exposed().equals(members.string(keyMember))) {
            throw Refusals.retargeted(asked);
        }
        return key;
    }
}
