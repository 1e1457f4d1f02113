package io.mcpgateway.remote;

import io.mcpgateway.model.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A remote server, evaluated.
 *
 * @param server its name
 * @param url its endpoint
 * @param transport {@code streamable-http} or {@code sse}
 * @param headers extra headers; sent to the endpoint's own origin only
 * @param access which addresses are exempt from the rules
 * @param maxMessageBytes the largest message that is accepted
 */
public record RemoteTarget(
        String server,
        String url,
        String transport,
        Map<String, Secret> headers,
        RemoteAccess access,
        long maxMessageBytes) {
    /** Copies the headers, keeping their order. */
    public RemoteTarget {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
