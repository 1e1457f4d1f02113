package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import io.mcpgateway.spi.JavaServer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A conversation with a server in this JVM, as a link. Does not own the server. Thread-safe. */
final class JavaLink implements Link {
    private final String server;
    private final JavaServer.Channel channel;
    private final AtomicBoolean ended;
    private final Link.Listener listener;

    private JavaLink(String server, JavaServer.Channel channel, AtomicBoolean ended, Link.Listener listener) {
        this.server = server;
        this.channel = channel;
        this.ended = ended;
        this.listener = listener;
    }

    static JavaLink open(String server, JavaServer javaServer, Link.Listener listener) {
        AtomicBoolean ended = new AtomicBoolean();
        JavaServer.Channel channel = javaServer.open(new JavaServer.Receiver() {
            @Override
            public void receive(JsonText message) {
                listener.message(message);
            }

            @Override
            public void ended(String reason) {
                end(ended, listener, server, reason);
            }
        });
        return new JavaLink(server, channel, ended, listener);
    }

    private static void end(AtomicBoolean ended, Link.Listener listener, String server, String reason) {
        if (ended.compareAndSet(false, true)) {
            listener.closed(new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' ended its conversation: " + reason));
        }
    }

    /** A server that throws fails the request that it was given, and no other. */
    @Override
    public void send(Message message) {
        try {
            channel.send(message.text());
        } catch (RuntimeException e) {
            if (message.kind() == Message.Kind.REQUEST) {
                listener.failed(
                        message.id(),
                        new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' failed: " + e, e));
            } else {
                listener.noise("Server '" + server + "' failed to take a message: " + e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (RuntimeException e) {
            listener.noise("Server '" + server + "' failed to close: " + e);
        } finally {
            end(ended, listener, server, "closed by the gateway");
        }
    }
}
