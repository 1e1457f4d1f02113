package io.mcpgateway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client of a server in the JVM, for tests: asks and waits. Not thread-safe, apart from what it receives. */
public final class JavaServerDialogue implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private final JavaServer.Channel channel;
    private int lastId;

    private JavaServerDialogue(JavaServer server) {
        this.channel = server.open(new JavaServer.Receiver() {
            @Override
            public void receive(JsonText message) {
                received.add(json(message.toString()));
            }

            @Override
            public void ended(String reason) {
                endings.add(reason);
            }
        });
    }

    /** Connects, without a handshake. */
    public static JavaServerDialogue open(JavaServer server) {
        return new JavaServerDialogue(server);
    }

    /** Connects and shakes hands as a client of revision 2025-11-25. */
    public static JavaServerDialogue initialized(JavaServer server) {
        JavaServerDialogue dialogue = open(server);
        dialogue.ask(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
        dialogue.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return dialogue;
    }

    /** Parses JSON that the test wrote. */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + text, e);
        }
    }

    /** Sends these characters. */
    public void send(String message) {
        channel.send(JsonText.of(message));
    }

    /** Sends a request with a new id and returns the whole answer. */
    public JsonNode ask(String method, String params) {
        int id = ++lastId;
        ObjectNode request = MAPPER.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", json(params));
        send(request.toString());
        return answer(Integer.toString(id));
    }

    /** Calls a tool and returns the result. */
    public JsonNode call(String tool, String arguments) {
        ObjectNode params = MAPPER.createObjectNode().put("name", tool);
        params.set("arguments", json(arguments));
        return ask("tools/call", params.toString()).path("result");
    }

    /** Waits for the answer to an id, given as JSON. */
    public JsonNode answer(String id) {
        JsonNode wanted = json(id);
        return Awaitility.await()
                .pollInterval(2, TimeUnit.MILLISECONDS)
                .atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> received.stream()
                                .filter(message -> wanted.equals(message.get("id")))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Everything that came so far. */
    public List<JsonNode> received() {
        return List.copyOf(received);
    }

    /** The reasons of the server for ending; more than one is a fault. */
    public List<String> endings() {
        return List.copyOf(endings);
    }

    @Override
    public void close() {
        channel.close();
    }
}
