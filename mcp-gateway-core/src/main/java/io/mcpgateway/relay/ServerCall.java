package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.UpstreamCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's request at a server: what comes back belongs to the client, and the lease ends with the answer. */
final class ServerCall extends UpstreamCall {
    private static final Members.Index PARAMS = Members.Index.guarded("_meta");
    private static final Members.Index META = Members.Index.guarded("progressToken");
    private static final Members.Index ERROR = Members.Index.of(0, "code", "message");
    private static final int CANCELLED = -32800;

    private final Request request;
    private final Lease lease;
    private final @Nullable JsonText progressToken;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private ServerCall(Request request, Lease lease, JsonText params, @Nullable JsonText progressToken) {
        super(request.envelope().method(), params, request.envelope().extras());
        this.request = request;
        this.lease = lease;
        this.progressToken = progressToken;
    }

    static CompletionStage<Outcome> send(Request request, Lease lease, JsonText params) {
        JsonText token;
        try {
            token = tokenIn(request, params);
        } catch (MalformedMessageException e) {
            lease.release();
            return CompletableFuture.completedFuture(Outcome.failure(e.code(), e.getMessage()));
        }
        ServerCall call = new ServerCall(request, lease, params, token);
        if (!request.logLevel().isEmpty()) {
            lease.upstream().logLevel(request.logLevel());
        }
        long id = lease.upstream().call(call);
        if (id > 0) {
            request.onCancel(() -> {
                if (lease.upstream().cancel(id, "cancelled by the client")) {
                    call.outcome.completeExceptionally(cancellation());
                    lease.release();
                }
            });
        }
        return call.outcome;
    }

    /** What becomes of a request that its client has cancelled; nobody reads it. */
    static CompletionStage<Outcome> cancelled() {
        return CompletableFuture.failedFuture(cancellation());
    }

    private static GatewayException cancellation() {
        return new GatewayException(ErrorCode.INVALID_REQUEST, "Cancelled by the client (" + CANCELLED + ")");
    }

    private static @Nullable JsonText tokenIn(Request request, JsonText params) throws MalformedMessageException {
        if (request.envelope().metaValue(Envelope.META_PROGRESS_TOKEN) == null) {
            return null;
        }
        if (params == request.envelope().params()) {
            return request.envelope().metaValue(Envelope.META_PROGRESS_TOKEN);
        }
        JsonText meta = Members.of(params, PARAMS).get(0);
        return meta == null ? null : Members.of(meta, META).get(0);
    }

    @Override
    protected @Nullable JsonText progressToken() {
        return progressToken;
    }

    @Override
    protected String session() {
        return request.client().sessionKey();
    }

    @Override
    protected void progressed(JsonText params) {
        request.send("notifications/progress", params);
    }

    @Override
    protected void notified(String notification, @Nullable JsonText params) {
        if (!request.logLevel().isEmpty()
                ? LogLevels.reaches(params, request.logLevel())
                : request.era() == io.mcpgateway.model.Era.LEGACY) {
            request.send(notification, params);
        }
    }

    @Override
    protected void answered(Envelope response) {
        try {
            outcome.complete(outcomeOf(response));
        } finally {
            lease.release();
        }
    }

    private Outcome outcomeOf(Envelope response) {
        JsonText result = response.result();
        if (result != null) {
            request.uriOwners().learn(lease.upstream().server(), result);
            request.envelopeExtras(result, response.extras());
            return Outcome.result(result);
        }
        JsonText error = response.error();
        return error == null ? Outcome.failure(-32603, "The server gave no answer") : failure(error);
    }

    private Outcome failure(JsonText error) {
        try {
            Members members = Members.of(error, ERROR);
            JsonText code = members.get(0);
            String message = members.string(1);
            request.envelopeExtras(error, JsonText.of(""));
            return new Outcome.Failure(
                    code == null ? -32603 : Integer.parseInt(code.toString()), message == null ? "" : message, error);
        } catch (MalformedMessageException | NumberFormatException e) {
            return Outcome.failure(
                    -32603, "Server '" + lease.upstream().server() + "' gave an error that is none: " + error);
        }
    }

    @Override
    protected void failed(GatewayException cause) {
        try {
            outcome.complete(Outcome.failure(cause));
        } finally {
            lease.release();
        }
    }
}
