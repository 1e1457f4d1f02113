package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The level from which on a server of the legacy era is told to log: the chattiest that one of its clients wants; what
 * another client does not want of it is held back on the way to that client. In the modern era each request says its own.
 * Thread-safe; the monitor guards the state, and nothing is sent under it.
 */
final class ServerLogLevel {
    private static final JsonText NONE = JsonText.of("");
    private static final int MOST_SESSIONS = 1000;

    private final Upstream upstream;
    private final Upstream.Events events;

    /** By session; beyond the limit the one that has been quiet the longest is forgotten. */
    private final Map<String, String> wanted = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_SESSIONS;
        }
    };

    private String told = "";
    /** How many are being sent this moment, and whether there were two: which of them came first is not known then. */
    private int sending;

    private boolean overlapped;

    ServerLogLevel(Upstream upstream, Upstream.Events events) {
        this.upstream = upstream;
        this.events = events;
    }

    /** A session wants messages from this level on; the server is told if it takes levels and has another one now. */
    void want(String session, String level) {
        ServerHello greeted = upstream.hello();
        if (greeted == null
                || greeted.era() == Era.MODERN
                || !greeted.features().logging()
                || !LogLevels.exists(level)) {
            return;
        }
        synchronized (this) {
            if (level.equals(wanted.put(session, level))) {
                return;
            }
        }
        tell();
    }

    /** A session is over, and with it its wish. */
    void ended(String session) {
        synchronized (this) {
            if (wanted.remove(session) == null) {
                return;
            }
        }
        tell();
    }

    /** The server has begun anew and forgotten it. */
    void renewed() {
        synchronized (this) {
            told = "";
        }
        tell();
    }

    private void tell() {
        String level;
        synchronized (this) {
            level = LogLevels.chattiest(wanted.values());
            if (level.isEmpty() || level.equals(told)) {
                return;
            }
            told = level;
            overlapped |= sending > 0;
            sending++;
        }
        send(level);
        synchronized (this) {
            sending--;
            if (sending > 0 || !overlapped) {
                return;
            }
            overlapped = false;
            told = "";
        }
        tell();
    }

    private void send(String level) {
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
}
