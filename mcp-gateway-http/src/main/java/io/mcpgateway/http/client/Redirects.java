package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteAccess;
import java.util.Optional;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;

/** Redirects, which we follow ourselves so that each hop is judged. */
final class Redirects {
    /** How many hops there may be. */
    static final int MAX = 5;

    private Redirects() {}

    static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /**
     * Where a response redirects to; empty if it does not say.
     *
     * @throws GatewayException if the address is refused
     */
    static Optional<Checked> next(Checked from, Response response, RemoteAccess access) {
        String location = response.getHeaders().get(HttpHeader.LOCATION);
        if (location == null || location.isBlank()) {
            return Optional.empty();
        }
        String absolute;
        try {
            absolute = from.uri().resolve(location.strip()).toString();
        } catch (IllegalArgumentException e) {
            throw UrlGuard.refused("the server redirects to a URL that cannot be parsed");
        }
        return Optional.of(UrlGuard.check(absolute, access));
    }
}
