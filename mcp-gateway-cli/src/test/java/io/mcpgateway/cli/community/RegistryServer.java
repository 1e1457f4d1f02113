package io.mcpgateway.cli.community;

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

/** A registry on the loopback address: answers by path and query, and 404 to everything else. */
public final class RegistryServer implements AutoCloseable {
    private final HttpServer http;
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String location, byte[] body) {}

    public RegistryServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", exchange -> {
            String target = exchange.getRequestURI().toString();
            requests.add(target);
            List<Answer> known = answers.getOrDefault(target, List.of(new Answer(404, "", new byte[0])));
            Answer answer = known.size() > 1 ? known.remove(0) : known.get(0);
            if (!answer.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
            exchange.close();
        });
        http.start();
    }

    public String host() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    public String url() {
        return "http://" + host();
    }

    /** Answers with 200; what is said for one target more than once is answered in turn, the last for ever. */
    public RegistryServer answer(String target, String body) {
        return answer(target, 200, body);
    }

    public RegistryServer answer(String target, int status, String body) {
        return add(target, new Answer(status, "", body.getBytes(StandardCharsets.UTF_8)));
    }

    public RegistryServer redirect(String target, String location) {
        return add(target, new Answer(302, location, new byte[0]));
    }

    private RegistryServer add(String target, Answer answer) {
        answers.computeIfAbsent(target, key -> new CopyOnWriteArrayList<>()).add(answer);
        return this;
    }

    /** What was asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /** A server that is an image, as a registry lists it. */
    public static String image(String name, String version, String meta) {
        return """
                {"server":{"name":"%s","version":"%s","description":"Does %s","packages":[{"registryType":"oci",\
                "identifier":"docker.io/acme/%s","version":"%s","transport":{"type":"stdio"}}]}%s}""".formatted(name, version, name, name.replaceAll(".*/", ""), version.replaceAll("[+].*", ""), meta);
    }

    /** The registry's own word on a server. */
    public static String official(String status, boolean latest) {
        return ",\"_meta\":{\"io.modelcontextprotocol.registry/official\":{\"status\":\"%s\",\"isLatest\":%s}}"
                .formatted(status, latest);
    }

    /** A page of a list. */
    public static String page(String next, String... servers) {
        return "{\"servers\":[" + String.join(",", servers) + "],\"metadata\":{\"nextCursor\":\"" + next + "\"}}";
    }
}
