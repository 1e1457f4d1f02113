package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a request is answered with that names nothing, or names it wrongly. Stateless. */
final class Refusals {
    private static final int INVALID_PARAMS = -32602;
    private static final int RESOURCE_NOT_FOUND = -32002;

    private Refusals() {}

    static CompletionStage<Outcome> invalid(String message) {
        return CompletableFuture.completedFuture(Outcome.failure(INVALID_PARAMS, message));
    }

    static CompletionStage<Outcome> invalid(MalformedMessageException e) {
        return invalid(String.valueOf(e.getMessage()));
    }

    /** There is no such tool, prompt or resource. */
    static CompletionStage<Outcome> unknown(String kind, String name) {
        return invalid("Unknown " + kind + ": " + cut(name));
    }

    /** Foreign text, short enough for a message. */
    private static String cut(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    static CompletionStage<Outcome> notFound(String uri) {
        return CompletableFuture.completedFuture(new Outcome.Failure(
                RESOURCE_NOT_FOUND,
                "Resource not found",
                JsonText.of("{\"code\":" + RESOURCE_NOT_FOUND + ",\"message\":\"Resource not found\",\"data\":{\"uri\":"
                        + Messages.quote(uri) + "}}")));
    }

    /** The state of a retry leads nowhere any more. */
    static Outcome used() {
        return Outcome.failure(
                INVALID_PARAMS, "Invalid requestState: it was used before, or the call that it belongs to is over");
    }

    /** What becomes of a request that its client has cancelled; nobody reads it. */
    static GatewayException cancellation() {
        return new GatewayException(ErrorCode.INVALID_REQUEST, "Cancelled by the client (-32800)");
    }

    /** Params that were well-formed when they came. */
    static CompletionStage<Outcome> madeInvalid(MalformedMessageException e) {
        return CompletableFuture.completedFuture(Outcome.failure(
                new GatewayException(ErrorCode.INTERNAL, "An interceptor made invalid params: " + e.getMessage(), e)));
    }

    static GatewayException retargeted(Exchange asked) {
        return new GatewayException(
                ErrorCode.DENIED, "An interceptor changed the target of " + asked.method() + ", which it may not");
    }
}
