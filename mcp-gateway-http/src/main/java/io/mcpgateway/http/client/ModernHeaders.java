package io.mcpgateway.http.client;

import io.mcpgateway.headers.HeaderValue;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that repeat parts of a modern message. Source: revision 2026-07-28, basic/transports/streamable-http,
 * "Request Metadata"; the tasks extension, "Streamable HTTP: Routing Headers". Stateless.
 */
final class ModernHeaders {
    private static final Members.Index TARGETS = Members.Index.guarded("name", "uri", "taskId");
    private static final int NAME = 0;
    private static final int URI = 1;
    private static final int TASK = 2;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private ModernHeaders() {}

    /**
     * The headers of a message.
     *
     * @throws GatewayException if a header cannot carry what it has to say
     */
    static Map<String, String> of(Message message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("MCP-Protocol-Version", message.revision());
        headers.put("Mcp-Method", message.method());
        String target = target(message);
        if (target != null) {
            String encoded = HeaderValue.encode(target);
            if (encoded == null) {
                throw uncarriable(message);
            }
            headers.put("Mcp-Name", encoded);
        }
        headers.putAll(message.headers());
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || !HeaderValue.isPlain(value)) {
                throw uncarriable(message);
            }
        });
        return headers;
    }

    private static @Nullable String target(Message message) {
        int member = switch (message.method()) {
            case "tools/call", "prompts/get" -> NAME;
            case "resources/read" -> URI;
            case "tasks/get", "tasks/update", "tasks/cancel" -> TASK;
            default -> -1;
        };
        if (member < 0) {
            return null;
        }
        try {
            JsonText params = Envelope.scan(message.text()).params();
            return params == null ? null : Members.of(params, TARGETS).string(member);
        } catch (MalformedMessageException e) {
            throw uncarriable(message);
        }
    }

    private static GatewayException uncarriable(Message message) {
        return new GatewayException(
                ErrorCode.INVALID_REQUEST,
                "The request cannot be sent over HTTP: no header can carry "
                        + (HeaderValue.isPlain(message.method())
                                ? "what '" + message.method() + "' names or is given"
                                : "the name of its method"));
    }
}
