package io.mcpgateway;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A server whose answers are given by the test, to the letter. */
final class ScriptedServer implements JavaServer {
    private final Map<String, String> results = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<Envelope, Receiver>> handlers = new ConcurrentHashMap<>();
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<Receiver> receivers = new CopyOnWriteArrayList<>();

    private final Era era;

    ScriptedServer(String capabilities) {
        this(Era.LEGACY, capabilities);
    }

    ScriptedServer(Era era, String capabilities) {
        this.era = era;
        results.put(
                "server/discover",
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":" + capabilities
                        + ",\"ttlMs\":0,\"cacheScope\":\"private\"}");
        results.put(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                        + ",\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}");
        results.put("resources/templates/list", "{\"resourceTemplates\":[]}");
        results.put("logging/setLevel", "{}");
    }

    static ScriptedServer withTools(String... definitions) {
        return new ScriptedServer("{\"tools\":{\"listChanged\":true}}")
                .result("tools/list", "{\"tools\":[" + String.join(",", definitions) + "]}");
    }

    static ScriptedServer modernWithTools(String... definitions) {
        return new ScriptedServer(Era.MODERN, "{\"tools\":{\"listChanged\":true}}")
                .result(
                        "tools/list",
                        "{\"resultType\":\"complete\",\"tools\":[" + String.join(",", definitions) + "]}");
    }

    @Override
    public Era era() {
        return era;
    }

    static String tool(String name) {
        return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
    }

    ScriptedServer result(String method, String result) {
        results.put(method, result);
        return this;
    }

    ScriptedServer on(String method, BiConsumer<Envelope, Receiver> handler) {
        handlers.put(method, handler);
        return this;
    }

    static void reply(Envelope request, Receiver to, String result) {
        to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}"));
    }

    volatile boolean closed;

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Channel open(Receiver toGateway) {
        receivers.add(toGateway);
        return new Channel() {
            @Override
            public void send(JsonText message) {
                received.add(message.toString());
                try {
                    answer(Envelope.scan(message), toGateway);
                } catch (MalformedMessageException e) {
                    throw new AssertionError(message.toString(), e);
                }
            }

            @Override
            public void close() {
                receivers.remove(toGateway);
            }
        };
    }

    private void answer(Envelope message, Receiver to) {
        BiConsumer<Envelope, Receiver> handler = handlers.get(message.method());
        if (handler != null) {
            handler.accept(message, to);
        } else if (message.kind() == Envelope.Kind.REQUEST) {
            String result = results.get(message.method());
            to.receive(JsonText.of(
                    result == null
                            ? "{\"jsonrpc\":\"2.0\",\"id\":" + message.id()
                                    + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}"
                            : "{\"jsonrpc\":\"2.0\",\"id\":" + message.id() + ",\"result\":" + result + "}"));
        }
    }
}
