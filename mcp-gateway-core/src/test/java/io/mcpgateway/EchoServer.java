package io.mcpgateway;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;

/** A server of one era that keeps the requests it gets, to the letter, and answers with what the test has laid out. */
final class EchoServer implements JavaServer {
    private static final String OFFERS = "{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{}}";

    private final Era era;
    /** Requests of a client, not of the gateway's own. */
    final List<String> received = new CopyOnWriteArrayList<>();
    /** The members of the next answer beside {@code jsonrpc} and {@code id}. */
    volatile String answer = "\"result\":{}";
    /** The params of a progress notification that goes before the answer, with TOKEN for the token; empty for none. */
    volatile String progress = "";
    /** Writes what it likes before the answer to a request; says whether the answer comes. */
    volatile BiPredicate<Envelope, Receiver> before = (request, to) -> true;

    EchoServer(Era era) {
        this.era = era;
    }

    @Override
    public Era era() {
        return era;
    }

    @Override
    public Channel open(Receiver toGateway) {
        return new Channel() {
            @Override
            public void send(JsonText message) {
                try {
                    take(Envelope.scan(message), message.toString(), toGateway);
                } catch (MalformedMessageException e) {
                    received.add("no message: " + message);
                }
            }

            @Override
            public void close() {
                // nothing is kept
            }
        };
    }

    private void take(Envelope message, String text, Receiver to) {
        if (message.kind() != Envelope.Kind.REQUEST) {
            return;
        }
        String caching = era == Era.MODERN ? ",\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"" : "";
        switch (message.method()) {
            case "initialize" ->
                reply(
                        message,
                        to,
                        era == Era.LEGACY
                                ? "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + OFFERS
                                        + ",\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}"
                                : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}");
            case "server/discover" ->
                reply(
                        message,
                        to,
                        era == Era.MODERN
                                ? "\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":" + OFFERS
                                        + caching
                                        + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"echo\","
                                        + "\"version\":\"1\"}}}"
                                : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}");
            case "tools/list" ->
                reply(
                        message,
                        to,
                        "\"result\":{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]" + caching
                                + "}");
            case "prompts/list" -> reply(message, to, "\"result\":{\"prompts\":[{\"name\":\"p\"}]" + caching + "}");
            case "resources/list" ->
                reply(message, to, "\"result\":{\"resources\":[{\"uri\":\"x:r\",\"name\":\"r\"}]" + caching + "}");
            case "resources/templates/list" ->
                reply(message, to, "\"result\":{\"resourceTemplates\":[]" + caching + "}");
            case "subscriptions/listen" -> {
                // it lasts, and nothing changes
            }
            default -> {
                received.add(text);
                JsonText token = message.metaValue(Envelope.META_PROGRESS_TOKEN);
                if (token != null && !progress.isEmpty()) {
                    to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                            + progress.replace("TOKEN", token.toString()) + "}"));
                }
                if (before.test(message, to)) {
                    reply(message, to, answer);
                }
            }
        }
    }

    private static void reply(Envelope request, Receiver to, String members) {
        to.receive(JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + "," + members + "}"));
    }
}
