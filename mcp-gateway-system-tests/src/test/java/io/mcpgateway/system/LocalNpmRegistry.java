package io.mcpgateway.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry of npm with one version of one package in it, which is packed from a directory. */
final class LocalNpmRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String name;
    private final ObjectNode manifest;
    private final byte[] tarball;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private LocalNpmRegistry(HttpServer server, ObjectNode manifest, byte[] tarball) {
        this.server = server;
        this.name = manifest.path("name").asText();
        this.manifest = manifest;
        this.tarball = tarball;
    }

    /** Serves on all addresses, so that containers reach it, too. */
    static LocalNpmRegistry of(Path directory, Path scratch) throws IOException, InterruptedException {
        Path file = scratch.resolve("package.tgz");
        int status = new ProcessBuilder(
                        "tar",
                        "-czf",
                        file.toString(),
                        "--transform",
                        "s,^\\.,package,",
                        "-C",
                        directory.toString(),
                        ".")
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("tar ended with " + status);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        LocalNpmRegistry registry = new LocalNpmRegistry(
                server,
                (ObjectNode) JSON.readTree(directory.resolve("package.json").toFile()),
                Files.readAllBytes(file));
        server.createContext("/", registry::answer);
        server.start();
        return registry;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI at(String host) {
        return URI.create("http://" + host + ":" + port() + "/");
    }

    String integrity() {
        try {
            return "sha512-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-512").digest(tarball));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The paths that were asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            byte[] body =
                    path.equals("/" + name + ".tgz") ? tarball : path.equals("/" + name) ? description(exchange) : null;
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] description(HttpExchange exchange) throws IOException {
        String version = manifest.path("version").asText();
        ObjectNode described = manifest.deepCopy();
        described.put("hasInstallScript", true);
        described
                .putObject("dist")
                .put("tarball", "http://" + exchange.getRequestHeaders().getFirst("Host") + "/" + name + ".tgz")
                .put("integrity", integrity());
        ObjectNode all = JSON.createObjectNode().put("name", name);
        all.putObject("dist-tags").put("latest", version);
        all.putObject("versions").set(version, described);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        return JSON.writeValueAsBytes(all);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
