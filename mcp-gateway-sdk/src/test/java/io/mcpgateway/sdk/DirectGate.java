package io.mcpgateway.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.JavaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Joins a client to one server without looking into payloads, and records both directions. */
final class DirectGate implements ClientGate {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> toServer = new CopyOnWriteArrayList<>();
    final List<String> toClient = new CopyOnWriteArrayList<>();
    private final JavaServer server;

    DirectGate(JavaServer server) {
        this.server = server;
    }

    @Override
    public Conversation open(Peer peer, MessageStream stream) {
        Map<String, ReplyStream> waiting = new ConcurrentHashMap<>();
        JavaServer.Channel channel = server.open(new JavaServer.Receiver() {
            @Override
            public void receive(JsonText message) {
                toClient.add(message.toString());
                JsonNode tree = read(message);
                ReplyStream replies = tree.has("method")
                        ? null
                        : waiting.remove(tree.path("id").toString());
                if (replies == null) {
                    stream.send(message);
                } else {
                    replies.end(message, ReplyStatus.ANSWERED);
                }
            }

            @Override
            public void ended(String reason) {
                stream.end(reason);
            }
        });
        return new Conversation() {
            @Override
            public Receipt receive(JsonText message, ReplyStream replies) {
                toServer.add(message.toString());
                JsonNode tree = read(message);
                if (tree.has("id") && tree.has("method")) {
                    waiting.put(tree.path("id").toString(), replies);
                }
                channel.send(message);
                return new Receipt() {
                    @Override
                    public Kind kind() {
                        return Kind.REQUEST;
                    }

                    @Override
                    public void abandon() {}
                };
            }

            @Override
            public void close() {
                channel.close();
            }
        };
    }

    private static JsonNode read(JsonText message) {
        try {
            return JSON.readTree(message.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
