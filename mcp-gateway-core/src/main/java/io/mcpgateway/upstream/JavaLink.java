package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link;
import io.mcpgateway.spi.JavaServer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A conversation with a server in this JVM, as a link. Does not own the server. Thread-safe. */
final class JavaLink implements Link {
    private final JavaServer.Channel channel;
    private final AtomicBoolean ended;
    private final Link.Listener listener;

    private JavaLink(JavaServer.Channel channel, AtomicBoolean ended, Link.Listener listener) {
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
        return new JavaLink(channel, ended, listener);
    }

    private static void end(AtomicBoolean ended, Link.Listener listener, String server, String reason) {
        if (ended.compareAndSet(false, true)) {
            listener.closed(new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' ended its conversation: " + reason));
        }
    }

    @Override
    public void send(Message message) {
        channel.send(message.text());
    }

    @Override
    public void close() {
        channel.close();
        end(ended, listener, "", "closed by the gateway");
    }
}
