package io.mcpgateway.http;

import io.mcpgateway.headers.HeaderValue;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether the headers of a modern request say the same as its body (revision 2026-07-28, transports/streamable-http,
 * "Request Metadata" and "Server Validation"). {@code Mcp-Param-*} cannot be judged here: only who knows the tool's schema
 * knows which there must be.
 */
final class HeaderRules {
    private static final Members.Index TASK = Members.Index.guarded("taskId");

    private HeaderRules() {}

    /**
     * What is wrong, or null.
     *
     * @param headers gives the value of a header, or null
     * @param version the version that the body names
     */
    static @Nullable String violation(Function<String, @Nullable String> headers, Envelope message, String version) {
        boolean required = message.kind() == Envelope.Kind.REQUEST; // notifications have no rules in this revision
        String found = mismatch(headers, "MCP-Protocol-Version", version, false, required);
        if (found == null) {
            found = mismatch(headers, "Mcp-Method", message.method(), false, required);
        }
        String name = nameOf(message);
        return found != null || name == null ? found : mismatch(headers, "Mcp-Name", name, true, required);
    }

    private static @Nullable String nameOf(Envelope message) {
        return switch (message.method()) {
            case "tools/call", "prompts/get" -> message.paramString(Envelope.NAME);
            case "resources/read" -> message.paramString(Envelope.URI);
            case "tasks/get", "tasks/update", "tasks/cancel" -> taskOf(message.params());
            default -> null;
        };
    }

    /** The extension io.modelcontextprotocol/tasks names its tasks there, "so that intermediaries can route". */
    private static @Nullable String taskOf(@Nullable JsonText params) {
        try {
            return params == null ? null : Members.of(params, TASK).string(0);
        } catch (MalformedMessageException e) {
            return null; // named twice: whoever answers refuses it
        }
    }

    private static @Nullable String mismatch(
            Function<String, @Nullable String> headers,
            String header,
            String expected,
            boolean encodable,
            boolean required) {
        String given = headers.apply(header);
        if (given == null) {
            return required ? "Header mismatch: " + header + " is missing" : null;
        }
        if (!HeaderValue.isPlain(given)) {
            return "Header mismatch: " + header + " has characters that a header cannot carry";
        }
        String value = encodable ? HeaderValue.decode(given) : given;
        if (value == null) {
            return "Header mismatch: " + header + " is not valid Base64 of UTF-8";
        }
        return value.equals(expected) ? null : "Header mismatch: " + header + " does not match the body";
    }
}
