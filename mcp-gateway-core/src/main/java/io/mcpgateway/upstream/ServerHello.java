package io.mcpgateway.upstream;

import io.mcpgateway.json.Elements;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server said in its handshake or of its discovery, as far as the gateway acts on it.
 *
 * @param revision the revision that it chose
 * @param era the era of that revision
 * @param tools whether it offers tools
 * @param prompts whether it offers prompts
 * @param resources whether it offers resources
 * @param features what else it can do
 * @param instructions what it says about its use, as it is spelled; null if nothing
 */
public record ServerHello(
        String revision,
        Era era,
        boolean tools,
        boolean prompts,
        boolean resources,
        Features features,
        @Nullable JsonText instructions) {
    private static final Members.Index RESULT = Members.Index.of(0, "protocolVersion", "capabilities", "instructions");
    private static final Members.Index CAPABILITIES = Members.Index.of(0, "tools", "prompts", "resources");
    private static final Members.Index DISCOVERED = Members.Index.of(0, "supportedVersions");
    static final Set<String> SPOKEN = Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    /**
     * Reads the answer to {@code initialize}.
     *
     * @throws GatewayException if it is an error, damaged, or names a revision that is not spoken
     */
    static ServerHello ofInitialize(String server, Envelope response) {
        JsonText result = response.result();
        if (result == null) {
            throw unavailable("Server '" + server + "' refused the handshake: " + response.error());
        }
        try {
            String revision = Members.of(result, RESULT).string(0);
            if (revision == null || !SPOKEN.contains(revision)) {
                throw unavailable("Server '" + server + "' wants MCP revision "
                        + Members.of(result, RESULT).get(0) + "; spoken are " + SPOKEN);
            }
            return of(revision, Era.LEGACY, result);
        } catch (MalformedMessageException e) {
            throw unavailable("Server '" + server + "' answered the handshake with something else: " + e.getMessage());
        }
    }

    /** The revisions that an answer to {@code server/discover} names; null if it is none. */
    static @Nullable JsonText versionsIn(JsonText discovered) throws MalformedMessageException {
        return Members.of(discovered, DISCOVERED).get(0);
    }

    /** Reads the answer to {@code server/discover} of a server that speaks {@link ClientFacts#REVISION}. */
    static ServerHello ofDiscovery(JsonText result) throws MalformedMessageException {
        return of(ClientFacts.REVISION, Era.MODERN, result);
    }

    /** Whether a list of revisions has this one. */
    static boolean supports(JsonText versions, String revision) throws MalformedMessageException {
        return Elements.of(versions, 100).contains(Messages.quote(revision));
    }

    private static ServerHello of(String revision, Era era, JsonText result) throws MalformedMessageException {
        Members members = Members.of(result, RESULT);
        JsonText given = members.get(1);
        JsonText capabilities = given == null ? JsonText.emptyObject() : given;
        Members declared = Members.of(capabilities, CAPABILITIES);
        return new ServerHello(
                revision,
                era,
                declared.has(0),
                declared.has(1),
                declared.has(2),
                Features.of(capabilities),
                members.get(2));
    }

    private static GatewayException unavailable(String why) {
        return new GatewayException(ErrorCode.SERVER_UNAVAILABLE, why);
    }
}
