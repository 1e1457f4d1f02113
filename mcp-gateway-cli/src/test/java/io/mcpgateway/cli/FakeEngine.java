package io.mcpgateway.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a container engine as answers questions, and forgets what it is told to remove. Listens on the loopback. */
public final class FakeEngine implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> removed = new CopyOnWriteArrayList<>();

    public FakeEngine() throws IOException {
        answers.put("/version", "{\"Version\": \"29.0.0\", \"ApiVersion\": \"1.44\"}");
        answers.put("/containers/json", "[]");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
            boolean removal = exchange.getRequestMethod().equals("DELETE");
            if (removal) {
                removed.add(path);
            }
            String answer = removal ? "[]" : answers.get(path);
            byte[] body =
                    (answer == null ? "{\"message\": \"no such thing\"}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** What {@code DOCKER_HOST} says of it. */
    public String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Says this to who asks for that path; no version is in front of it. */
    public FakeEngine answer(String path, String json) {
        answers.put(path, json);
        return this;
    }

    /** It has an image with this id. */
    public FakeEngine image(String reference, String id) {
        return answer("/images/" + reference + "/json", "{\"Id\": \"" + id + "\"}");
    }

    /** The paths of what was to be removed. */
    public List<String> removed() {
        return List.copyOf(removed);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
