package io.mcpgateway.cli.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.testkit.LocalRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all scenarios share: the program, one class-data archive for it, and a server on the loopback address that gives out
 * the files of {@code served}, and as {@code whole.yaml} the catalog that {@code MCP_GATEWAY_TEST_CATALOG} names. Thread-safe.
 */
final class Props implements AutoCloseable {
    private static final Path SERVED = Scenario.DIRECTORY.resolveSibling("served");
    private static final Path PROGRAM = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();

    /** What docker does with {@code docker mcp …}. */
    private static final String STAND_IN = "#!/bin/sh\nexec \"$HOME/.docker/cli-plugins/docker-mcp\" \"$@\"\n";

    private final HttpServer http;
    private final Path tools;
    private @Nullable LocalRegistry registry;
    private final Map<String, String> places = new LinkedHashMap<>();

    /** Needs a directory for its own things. */
    Props(Path directory) throws IOException {
        tools = Files.createDirectories(directory.resolve("tools"));
        Path docker = Files.writeString(tools.resolve("docker"), STAND_IN);
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "served");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/", this::answer);
        http.start();
        places.put("{SERVER}", "127.0.0.1:" + http.getAddress().getPort());
        places.put("{PROGRAM}", PROGRAM.toString());
        places.put("{VERSION}", version());
        places.put("{FREE}", Integer.toString(LocalRegistry.freePort()));
    }

    /** From now on {@code {REGISTRY}} is a registry of images. */
    void startRegistry(Path directory) throws IOException {
        LocalRegistry started = LocalRegistry.start(directory, "");
        registry = started;
        places.put("{REGISTRY}", started.host());
    }

    /** The version that the name of the program's own jar says. */
    private static String version() throws IOException {
        try (Stream<Path> jars = Files.list(PROGRAM.resolveSibling("../lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("mcp-gateway-cli-"))
                    .map(name -> name.replaceAll("mcp-gateway-cli-|\\.jar", ""))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing is built in " + PROGRAM.getParent()));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        // The question mark of a query cannot be in the name of a file everywhere.
        String name = exchange.getRequestURI().toString().replaceFirst("^/", "").replace('?', '!');
        String whole = System.getenv().getOrDefault("MCP_GATEWAY_TEST_CATALOG", "");
        Path file = name.equals("whole.yaml") && !whole.isEmpty() ? Path.of(whole) : SERVED.resolve(name);
        if (Files.isDirectory(file)) {
            file = file.resolve("index.json");
        }
        try (exchange) {
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The environment variables of every step; of those of this JVM there is none. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        // The stand-in for docker comes last: it is for machines without the real one.
        environment.put(
                "PATH",
                PROGRAM.getParent() + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:" + tools.toAbsolutePath());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(
                "XDG_CACHE_HOME",
                Path.of("target/endtoend-cache").toAbsolutePath().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
        environment.put("DOCKER_HOST", "unix:///nowhere/docker.sock"); // no command needs a daemon unless it says so
        environment.put("MCP_GATEWAY_CATALOG_URL", "http://" + places.get("{SERVER}") + "/docker-mcp.yaml");
        return environment;
    }

    /** Makes the archive, if it is not there yet: each start is three times as fast with it. */
    void makeArchive() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "mcp-gateway __archive").inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment());
        if (builder.start().waitFor() != 0) {
            throw new AssertionError("no class-data archive can be made");
        }
    }

    String resolved(String text) {
        String resolved = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            resolved = resolved.replace(place.getKey(), place.getValue());
        }
        return resolved;
    }

    String readable(String text) {
        String readable = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            readable = readable.replace(place.getValue(), place.getKey());
        }
        return readable;
    }

    @Override
    public void close() {
        http.stop(0);
        LocalRegistry started = registry;
        if (started != null) {
            started.close();
        }
    }
}
