package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A call that keeps what it hears. */
class RecordingCall extends UpstreamCall {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final String session;
    private final @Nullable JsonText token;

    RecordingCall() {
        this("", "{}");
    }

    RecordingCall(String session, String params) {
        this(session, JsonText.of(params));
    }

    private RecordingCall(String session, JsonText params) {
        super("tools/call", params, JsonText.of(""));
        this.session = session;
        this.token = tokenIn(params);
    }

    private static @Nullable JsonText tokenIn(JsonText params) {
        try {
            Envelope envelope = Envelope.scan(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":" + params + "}"));
            JsonText found = envelope.metaValue(Envelope.META_PROGRESS_TOKEN);
            if (found == null) {
                return null;
            }
            int at = params.toString().indexOf(found.toString());
            return JsonText.of(params.array(), at, found.length());
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected @Nullable JsonText progressToken() {
        return token;
    }

    @Override
    protected String session() {
        return session;
    }

    @Override
    protected void answered(Envelope response) {
        heard.add("answered " + (response.result() == null ? response.error() : response.result()));
    }

    @Override
    protected void failed(GatewayException cause) {
        heard.add("failed " + cause.code());
    }

    @Override
    protected void progressed(UnaryOperator<JsonText> under) {
        if (token != null) {
            heard.add("progress " + under.apply(token));
        }
    }

    @Override
    protected void notified(String notification, @Nullable JsonText params) {
        heard.add("notified " + params);
    }
}
