package io.mcpgateway.sdk;

import io.mcpgateway.spi.JavaServer;

/** A server written with the SDK, as the gateway sees it: each conversation is one session. Thread-safe. */
final class SdkServer implements JavaServer {
    private final Sessions sessions;
    private final Runnable close;

    /**
     * Wraps a server.
     *
     * @param sessions what the server was built on
     * @param close closes the SDK's server object
     */
    SdkServer(Sessions sessions, Runnable close) {
        this.sessions = sessions;
        this.close = close;
    }

    @Override
    public Channel open(Receiver toGateway) {
        return sessions.open(toGateway);
    }

    @Override
    public void close() {
        close.run();
    }
}
