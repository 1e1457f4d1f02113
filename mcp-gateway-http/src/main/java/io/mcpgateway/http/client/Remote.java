package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteTarget;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;

/**
 * One remote server as its links reach it: the client, the judged endpoint, the headers that the user configured.
 * Immutable.
 *
 * @param client sends
 * @param target the server, evaluated
 * @param endpoint its address, judged
 * @param errors says what goes wrong
 */
record Remote(GuardedClient client, RemoteTarget target, Checked endpoint, RemoteErrors errors) {
    /** What the transport itself says; a configured header cannot change it. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final String PARAMETERS = "mcp-param-";

    Remote(GuardedClient client, RemoteTarget target, Checked endpoint) {
        this(
                client,
                target,
                endpoint,
                new RemoteErrors(
                        "Server '" + target.server() + "'", target.headers().values()));
    }

    int maxMessageBytes() {
        return (int) Math.min(target.maxMessageBytes(), Integer.MAX_VALUE - 8);
    }

    /** A request with the headers that every request to this server has. */
    Request request(Checked address, HttpMethod method, Duration idle) {
        return client.request(address, target.access(), idle)
                .method(method)
                .headers(fields -> headers(fields, address));
    }

    private void headers(HttpFields.Mutable fields, Checked address) {
        if (address.origin().equals(endpoint.origin())) {
            target.headers().forEach((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!RESERVED.contains(lower) && !lower.startsWith(PARAMETERS)) {
                    fields.put(name, value.reveal());
                }
            });
        }
        fields.put(HttpHeader.ACCEPT, MediaTypes.JSON + ", " + MediaTypes.EVENTS);
    }

    GatewayException unavailable(Checked address, String what) {
        return errors.other(ErrorCode.SERVER_UNAVAILABLE, address, what);
    }

    GatewayException tooLarge(Checked address) {
        return errors.other(
                ErrorCode.LIMIT, address, "the answer is larger than the limit of " + maxMessageBytes() + " bytes");
    }
}
