package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;

/**
 * The level from which on a server of the legacy era was told to log; in the modern era each request says it. Thread-safe;
 * the level is the only state.
 */
final class ServerLogLevel {
    private static final JsonText NONE = JsonText.of("");

    private final Upstream upstream;
    private final Upstream.Events events;
    private volatile String told = "";

    ServerLogLevel(Upstream upstream, Upstream.Events events) {
        this.upstream = upstream;
        this.events = events;
    }

    /** Tells the server, if it takes levels and has another one now. */
    void tell(String level) {
        ServerHello greeted = upstream.hello();
        if (greeted == null
                || greeted.era() == Era.MODERN
                || !greeted.features().logging()
                || level.equals(told)) {
            return;
        }
        told = level;
        upstream.call(
                new UpstreamCall("logging/setLevel", JsonText.of("{\"level\":" + Messages.quote(level) + "}"), NONE) {
                    @Override
                    protected void answered(Envelope response) {
                        if (response.error() != null) {
                            events.noise("Server '" + upstream.server() + "' refused log level " + level);
                        }
                    }

                    @Override
                    protected void failed(GatewayException cause) {
                        events.noise("Server '" + upstream.server() + "' did not take log level " + level);
                    }
                });
    }

    /** The server has begun anew and forgotten it. */
    void renewed() {
        String level = told;
        told = "";
        if (!level.isEmpty()) {
            tell(level);
        }
    }
}
