package io.mcpgateway.http.client;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]([\\t\\x20-\\x7e]*[\\x21-\\x7e])?");

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
            headers.put("Mcp-Name", encode(target));
        }
        headers.putAll(message.headers());
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || !PLAIN.matcher(value).matches()) {
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

    private static String encode(String value) {
        return PLAIN.matcher(value).matches() && !(value.startsWith("=?base64?") && value.endsWith("?="))
                ? value
                : "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static GatewayException uncarriable(Message message) {
        return new GatewayException(
                ErrorCode.INVALID_REQUEST,
                "The request cannot be sent over HTTP: what it names cannot be carried by a header"
                        + (TOKEN.matcher(message.method().replace('/', '.')).matches()
                                ? " (" + message.method() + ")"
                                : ""));
    }
}
