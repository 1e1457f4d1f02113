package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The gateway's end of a conversation with a {@link JavaServer}, in raw JSON-RPC. */
final class RawGateway implements JavaServer.Receiver, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();
    final JavaServer.Channel channel;

    RawGateway(JavaServer server) {
        this.channel = server.open(this);
    }

    /** A conversation after its handshake. */
    static RawGateway ready(JavaServer server) {
        RawGateway gateway = new RawGateway(server);
        JsonNode answer = gateway.request("0", "initialize", """
                {"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"raw","version":"1"}}""");
        assertThat(answer.path("result").path("protocolVersion").asText()).isEqualTo("2025-06-18");
        gateway.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return gateway;
    }

    void send(String message) {
        channel.send(JsonText.of(message));
    }

    void sendRequest(String id, String method, String params) {
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    JsonNode request(String id, String method, String params) {
        sendRequest(id, method, params);
        JsonNode answer = next();
        assertThat(answer.path("id").toString()).isEqualTo(id);
        return answer;
    }

    JsonNode next() {
        try {
            JsonNode message = received.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message within 20 s").isNotNull();
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void receive(JsonText message) {
        texts.add(message.toString());
        try {
            received.add(JSON.readTree(message.toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void ended(String reason) {
        ends.add(reason);
    }

    @Override
    public void close() {
        channel.close();
    }
}
