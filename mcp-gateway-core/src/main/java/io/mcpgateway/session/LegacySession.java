package io.mcpgateway.session;

import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.relay.UriOwners;

/**
 * A session of the legacy era: what the client said in its handshake and since. Thread-safe; the log level is the only
 * part that changes.
 */
final class LegacySession {
    private final ClientIdentity client;
    private final UriOwners uriOwners = new UriOwners();
    private volatile String logLevel = "";

    LegacySession(ClientIdentity client) {
        this.client = client;
    }

    ClientIdentity client() {
        return client;
    }

    UriOwners uriOwners() {
        return uriOwners;
    }

    String logLevel() {
        return logLevel;
    }

    void logLevel(String level) {
        logLevel = level;
    }
}
