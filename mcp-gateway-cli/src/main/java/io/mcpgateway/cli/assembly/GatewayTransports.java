package io.mcpgateway.cli.assembly;

import io.mcpgateway.Transports;
import io.mcpgateway.http.HttpTransports;
import io.mcpgateway.http.StreamableHttpOptions;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.Transport;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The transports that the command line serves. */
public final class GatewayTransports {
    private GatewayTransports() {}

    /** JSON-RPC lines on these streams. */
    public static Transport stdio(InputStream in, OutputStream out) {
        return Transports.stdio(in, out);
    }

    /**
     * Streamable HTTP.
     *
     * @param host the address to bind; empty for all interfaces
     * @param port the port
     * @param token what clients have to show; empty if they need not
     */
    public static Transport streaming(String host, int port, Optional<Secret> token) {
        return HttpTransports.streamable(options(host, port, token));
    }

    /** HTTP+SSE, the transport of revision 2024-11-05; otherwise as {@link #streaming}. */
    public static Transport sse(String host, int port, Optional<Secret> token) {
        return HttpTransports.sse(options(host, port, token));
    }

    private static StreamableHttpOptions options(String host, int port, Optional<Secret> token) {
        StreamableHttpOptions.Builder options =
                StreamableHttpOptions.builder().host(host).port(port);
        token.ifPresentOrElse(options::token, options::allowUnauthenticated);
        return options.build();
    }

    /** A token that nobody can guess. */
    public static Secret newToken() {
        return HttpTransports.newToken();
    }
}
