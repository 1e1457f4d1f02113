package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server said in its handshake, as far as the gateway acts on it.
 *
 * @param revision the revision that it chose
 * @param tools whether it offers tools
 * @param prompts whether it offers prompts
 * @param resources whether it offers resources
 * @param completions whether it completes arguments
 * @param logging whether it takes a log level
 * @param instructions what it says about its use, as it is spelled; null if nothing
 */
public record ServerHello(
        String revision,
        boolean tools,
        boolean prompts,
        boolean resources,
        boolean completions,
        boolean logging,
        @Nullable JsonText instructions) {
    private static final Members.Index RESULT = Members.Index.of(0, "protocolVersion", "capabilities", "instructions");
    private static final Members.Index CAPABILITIES =
            Members.Index.of(0, "tools", "prompts", "resources", "completions", "logging");
    private static final Set<String> SPOKEN = Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    /**
     * Reads the answer to {@code initialize}.
     *
     * @throws GatewayException if it is an error, damaged, or names a revision that is not spoken
     */
    static ServerHello of(String server, Envelope response) {
        JsonText result = response.result();
        if (result == null) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' refused the handshake: " + response.error());
        }
        try {
            Members members = Members.of(result, RESULT);
            String revision = members.string(0);
            if (revision == null || !SPOKEN.contains(revision)) {
                throw new GatewayException(
                        ErrorCode.SERVER_UNAVAILABLE,
                        "Server '" + server + "' wants MCP revision " + members.get(0) + "; spoken are " + SPOKEN);
            }
            JsonText given = members.get(1);
            Members capabilities = Members.of(given == null ? JsonText.emptyObject() : given, CAPABILITIES);
            return new ServerHello(
                    revision,
                    capabilities.has(0),
                    capabilities.has(1),
                    capabilities.has(2),
                    capabilities.has(3),
                    capabilities.has(4),
                    members.get(2));
        } catch (MalformedMessageException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Server '" + server + "' answered the handshake with something else: " + e.getMessage(),
                    e);
        }
    }
}
