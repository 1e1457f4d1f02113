package io.mcpgateway.cli.assembly;

import io.mcpgateway.Transports;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
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
    public static Transport http(String host, int port, Optional<Secret> token) {
        throw new GatewayException(ErrorCode.INTERNAL, "HTTP is being written: HttpTransports.streamable");
    }
}
