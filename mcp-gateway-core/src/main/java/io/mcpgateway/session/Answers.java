package io.mcpgateway.session;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.relay.Request;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import org.jspecify.annotations.Nullable;

/** The JSON-RPC responses that clients get. Stateless. */
final class Answers {
    static final int INVALID_REQUEST = -32600;
    static final int INVALID_PARAMS = -32602;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int RESOURCE_NOT_FOUND = -32002;
    private static final JsonText NONE = JsonText.of("");

    private Answers() {}

    /** The answer to a request, as the client's era wants it. */
    static JsonText response(JsonText id, Request request, Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            return Messages.error(id, error(request.era(), failure), NONE);
        }
        JsonText result = ((Outcome.Result) outcome).result();
        JsonText extras = request.extrasOf(result);
        if (request.era() == Era.LEGACY) {
            return Messages.result(id, result, extras);
        }
        try {
            return Messages.result(id, ModernResult.of(request.envelope().method(), result), extras);
        } catch (MalformedMessageException e) {
            return Messages.error(
                    id, error(Era.MODERN, (Outcome.Failure) Outcome.failure(-32603, "The result is no object")), NONE);
        }
    }

    /** In the modern era a resource that is not found is an invalid parameter; -32002 must not be sent. */
    private static JsonText error(Era era, Outcome.Failure failure) {
        if (era == Era.LEGACY || failure.code() != RESOURCE_NOT_FOUND) {
            return failure.error();
        }
        try {
            Members members = Members.of(failure.error(), Members.Index.of(0, "code"));
            return new Splice(failure.error())
                    .replace(members.startOf(0), members.endOf(0), JsonText.of(Integer.toString(INVALID_PARAMS)))
                    .apply();
        } catch (MalformedMessageException e) {
            return ((Outcome.Failure) Outcome.failure(INVALID_PARAMS, failure.message())).error();
        }
    }

    /** There is no such method. */
    static void unknown(ReplyStream replies, JsonText id, String method) {
        refuse(replies, id, METHOD_NOT_FOUND, "Method not found: " + method, ReplyStatus.UNKNOWN_METHOD);
    }

    /** Answers with an error of the gateway's own; {@code id} is null if it could not be read. */
    static void refuse(ReplyStream replies, @Nullable JsonText id, int code, String message, ReplyStatus status) {
        replies.end(Messages.error(id, ((Outcome.Failure) Outcome.failure(code, message)).error(), NONE), status);
    }

    /** All places for sessions are taken, or the principal has its share of them. */
    static void tooManySessions(ReplyStream replies, JsonText id, int limit) {
        tooManyOfOne(replies, id, "sessions", limit);
    }

    /** All places for capability profiles are held by other clients. */
    static void tooManyProfiles(ReplyStream replies, JsonText id, int limit) {
        tooManyOfOne(replies, id, "different sets of client capabilities in use", limit);
    }

    private static void tooManyOfOne(ReplyStream replies, JsonText id, String what, int limit) {
        String message = "Too many " + what + "; the limit is " + limit + ", and half of that for one user";
        refuse(replies, id, ErrorCode.LIMIT.jsonRpcCode(), message, ReplyStatus.OVERLOADED);
    }

    /** A limit is hit. */
    static void tooMany(ReplyStream replies, JsonText id, String what, int limit) {
        refuse(
                replies,
                id,
                ErrorCode.LIMIT.jsonRpcCode(),
                "Too many " + what + "; the limit is " + limit,
                ReplyStatus.OVERLOADED);
    }
}
