package io.mcpgateway.upstream;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a server. The server's answer reaches {@link #answered} or {@link #failed}, exactly once; what
 * belongs to the request before that reaches {@link #progressed}.
 */
public abstract class UpstreamCall {
    private final String method;
    private final @Nullable JsonText params;
    private final JsonText extras;

    /** A call; {@code params} is null if the request has none. */
    protected UpstreamCall(String method, @Nullable JsonText params, JsonText extras) {
        this.method = method;
        this.params = params;
        this.extras = extras;
    }

    /** The method. */
    public final String method() {
        return method;
    }

    /** The params as they go to the server, but for the progress token; null if there are none. */
    final @Nullable JsonText params() {
        return params;
    }

    /** Unknown members of the client's envelope. */
    final JsonText extras() {
        return extras;
    }

    /** The call is about to be sent under this id. */
    void numbered(long id) {}

    /** The client's progress token: a slice of {@link #params}; null if the client wants no progress. */
    protected @Nullable JsonText progressToken() {
        return null;
    }

    /**
     * The client session that may hear the server's log messages while this call is in flight; empty for nobody. Once
     * several sessions have called a server, a message cannot be told to be one session's, and nobody hears it.
     */
    protected String session() {
        return "";
    }

    /** {@code _meta} in {@link #params} if that has facts of the modern era, which a legacy server must not see; else null. */
    protected @Nullable JsonText modernMeta() {
        return null;
    }

    /** What the request says of its client to a server of the modern era; null if the gateway asks for itself. */
    protected @Nullable ClientFacts facts() {
        return null;
    }

    /** Whether whatever reaches one request of {@link #session()} reaches the client, whichever request it belongs to. */
    protected boolean sharesSession() {
        return false;
    }

    /** {@code Mcp-Param-*} headers for a channel that has headers. */
    protected java.util.Map<String, String> headers() {
        return java.util.Map.of();
    }

    /**
     * Whether progress is reported even when the answer is there, because the work goes on as a task. Asked again now and
     * then, until it does not.
     */
    protected boolean outlivesItsAnswer() {
        return false;
    }

    /** Whether the client waits for an answer now; while a call is parked it does not. */
    protected boolean isWaitedFor() {
        return true;
    }

    /** The server asks the client something on behalf of this call; false if nobody can be asked. */
    protected boolean asked(Question question) {
        return false;
    }

    /** The server's transport has refused the request; see {@link io.mcpgateway.remote.Link.Listener#refused}. */
    protected void refused(int status, GatewayException cause) {
        failed(cause);
    }

    /** The server has answered with a result or an error. */
    protected abstract void answered(io.mcpgateway.json.Envelope response);

    /** There will be no answer. */
    protected abstract void failed(GatewayException cause);

    /** The server reports progress; {@code under} gives the params of its notification under a token of the client's. */
    protected void progressed(UnaryOperator<JsonText> under) {}

    /** The server sends a notification that names no request. */
    protected void notified(String notification, @Nullable JsonText params) {}
}
