package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import java.util.Objects;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What a server of the legacy era and the link have agreed on, from one handshake to the next: learned from the answer to
 * {@code initialize} as it passes by, carried by all requests that follow. Two are the same session only if they are the
 * same object. Thread-safe.
 */
final class LegacySession {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";
    private static final int MAX_SESSION_ID = 1024;
    private static final Members.Index RESULT = Members.Index.guarded("protocolVersion");

    private volatile @Nullable Id id;
    private volatile @Nullable String version;

    /** A session id and the origin that gave it, the only one that it is sent to. */
    private record Id(String value, String origin) {}

    /**
     * Learns the id from the head of the answer to {@code initialize}.
     *
     * @return false if it has one that cannot be used
     */
    boolean opened(Response response, Checked address) {
        String given = response.getHeaders().get(SESSION);
        if (given == null) {
            return true;
        }
        if (given.isEmpty()
                || given.length() > MAX_SESSION_ID
                || !given.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            return false;
        }
        id = new Id(given, address.origin());
        return true;
    }

    /**
     * Learns the version from the answer to {@code initialize}.
     *
     * @return false if it names none that can be used
     */
    boolean negotiated(Envelope answer) {
        JsonText result = answer.result();
        if (result == null) {
            return true; // an error: there will be no session
        }
        try {
            String named = Members.of(result, RESULT).string(0);
            if (named != null && named.matches("[\\x21-\\x7e]{1,64}")) {
                version = named;
                return true;
            }
        } catch (MalformedMessageException e) {
            return false;
        }
        return false;
    }

    /** Whether a request to this address carries a session id. */
    boolean covers(Checked address) {
        Id known = id;
        return known != null && known.origin().equals(address.origin());
    }

    /** Whether the server may write several messages as one array; only one revision has that. */
    boolean batches() {
        return "2025-03-26".equals(version);
    }

    boolean sameVersion(LegacySession other) {
        return Objects.equals(version, other.version);
    }

    /** Puts the headers of a request to this address. */
    void put(HttpFields.Mutable fields, Checked address) {
        Id known = id;
        if (known != null && known.origin().equals(address.origin())) {
            fields.put(SESSION, known.value());
        }
        String agreed = version;
        if (agreed != null) {
            fields.put(VERSION, agreed);
        }
    }
}
