package io.mcpgateway.oci;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A registry that does what a test says: to provoke what a real one cannot be made to do. */
final class ScriptedRegistry implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    /** What is done with a request. */
    interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A request. */
    record Heard(String method, String path, String query, String authorization, String body) {}

    ScriptedRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
        on("GET /v2/", answer(200, Map.of(), ""));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(
                    exchange.getRequestMethod(), path, exchange.getRequestURI().getRawQuery(), authorization, body));
            scripts.getOrDefault(exchange.getRequestMethod() + " " + path, answer(404, Map.of(), ""))
                    .answer(exchange);
        }
    }

    /** Does this with requests such as {@code GET /v2/}. */
    ScriptedRegistry on(String request, Script script) {
        scripts.put(request, script);
        return this;
    }

    static Script answer(int status, Map<String, String> headers, String body) {
        return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Script answer(int status, Map<String, String> headers, byte[] body) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        };
    }

    /** Asks for a token unless the request bears this one. */
    Script guarded(String token, String scope, Script then) {
        return exchange -> {
            if (("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                then.answer(exchange);
                return;
            }
            String challenge =
                    "Bearer realm=\"http://%s/token\",service=\"the, service\",scope=\"%s\"".formatted(host(), scope);
            answer(401, Map.of("WWW-Authenticate", challenge), "").answer(exchange);
        };
    }

    /** Serves an artifact as {@code team/cat:v1}, its blob included. */
    ScriptedRegistry serve(OciArtifact artifact) {
        String layer = OciArtifact.digest(artifact.content());
        on("GET /v2/team/cat/blobs/" + layer, answer(200, Map.of(), artifact.content()));
        return manifest(artifact.manifest());
    }

    /** Serves these bytes as the manifest of {@code team/cat:v1}. */
    ScriptedRegistry manifest(byte[] manifest) {
        return on("GET /v2/team/cat/manifests/v1", answer(200, Map.of("Content-Type", OciArtifact.MANIFEST), manifest));
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    OciReference reference() {
        return OciReference.parse(host() + "/team/cat:v1");
    }

    List<Heard> heard() {
        return heard;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
