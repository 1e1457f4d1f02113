package io.mcpgateway.http.client;

import io.mcpgateway.http.client.ScriptedServer.Out;
import io.mcpgateway.http.client.ScriptedServer.Request;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Secret;
import io.mcpgateway.remote.Link;
import io.mcpgateway.remote.Link.Message;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteTarget;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scripted server, links to it, and the messages that tests send. */
abstract class LinkTest {
    static final int MAX = 100_000;
    static final String MODERN = "2026-07-28";

    final Heard heard = new Heard();
    ScriptedServer server;
    HttpRemoteLinks links;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
        links = new HttpRemoteLinks();
    }

    @AfterEach
    void end() throws IOException {
        links.close();
        server.close();
    }

    Link open() {
        return open(server.url("/mcp"), Map.of("X-Api-Key", Secret.of("k3y-s3cret")));
    }

    Link open(String url, Map<String, Secret> headers) {
        return open(url, "streamable-http", headers);
    }

    Link open(String url, String transport, Map<String, Secret> headers) {
        RemoteAccess access = new RemoteAccess(Set.of("127.0.0.1"), false);
        return links.open(new RemoteTarget("time", url, transport, headers, access, MAX), heard)
                .toCompletableFuture()
                .join();
    }

    static Message request(long id, String method) {
        return request(id, method, "{}");
    }

    static Message request(long id, String method, String params) {
        return new Message(Message.Kind.REQUEST, id, method, text(id, method, params));
    }

    static Message modern(long id, String method, String params) {
        return modern(id, method, params, Map.of());
    }

    static Message modern(long id, String method, String params, Map<String, String> headers) {
        return new Message(Message.Kind.REQUEST, id, method, text(id, method, params), MODERN, headers);
    }

    private static JsonText text(long id, String method, String params) {
        return JsonText.of(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    static Message note(String method, String params) {
        return note(method, params, "");
    }

    static Message note(String method, String params, String revision) {
        return new Message(
                Message.Kind.NOTIFICATION,
                0,
                method,
                JsonText.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}"),
                revision,
                Map.of());
    }

    static String result(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"n\":1.50}}";
    }

    static String notification(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
    }

    static String initializeResult(Request request, String version) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"protocolVersion\":\"" + version + "\"}}";
    }

    /** Answers as a server with sessions and without a stream to listen to. */
    static void initialized(Request request, Out out) throws IOException {
        initialized(request, out, "abc");
    }

    static void initialized(Request request, Out out, String session) throws IOException {
        if (request.is("initialize")) {
            out.json(200, initializeResult(request, "2025-06-18"), "Mcp-Session-Id: " + session);
        } else if (request.method().equals("GET")) {
            out.answer(405, "text/plain", "");
        } else if (request.method().equals("DELETE")) {
            out.answer(204, "text/plain", "");
        } else {
            out.answer(202, "text/plain", "");
        }
    }

    /** Shakes hands; two more messages have been heard, or rather one and an acceptance. */
    void shakeHands(Link link) {
        link.send(request(1, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{}}}"));
        heard.awaitMessages(1);
        link.send(note("notifications/initialized", "{}"));
    }
}
