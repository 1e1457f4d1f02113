package io.mcpgateway.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Owns the {@link HavocGateway} that the callers use, and starts it again where it was after it has been killed. Thread-safe
 * for callers; one thread kills and closes.
 */
final class HavocHost implements AutoCloseable {
    private final Path directory;
    private final Path home;
    private final String engine;
    private final URI registry;
    private final List<TestServer> servers;
    private final int port;
    private final AtomicInteger kills = new AtomicInteger();
    private volatile @Nullable HttpGateway gateway;

    /**
     * Nothing runs yet.
     *
     * @param directory for logs and the catalog
     * @param home of the gateway
     * @param engine what the gateway calls {@code DOCKER_HOST}
     * @param registry where packages are fetched from
     */
    HavocHost(Path directory, Path home, String engine, URI registry, List<TestServer> servers) throws IOException {
        this.directory = directory;
        this.home = home;
        this.engine = engine;
        this.registry = registry;
        this.servers = servers;
        this.port = Gateway.freePort();
        Files.writeString(
                directory.resolve("catalog.yaml"),
                servers.stream()
                        .map(TestServer::yaml)
                        .collect(Collectors.joining("", "version: 3\nname: t\ndisplayName: t\nregistry:\n", "")));
    }

    void begin() throws IOException {
        Path log = Files.createTempFile(directory, "gateway", ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HavocGateway.class.getName(),
                        home.toString(),
                        directory.resolve("catalog.yaml").toString(),
                        Integer.toString(port),
                        engine,
                        names(""),
                        names("process"),
                        registry.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        HttpGateway started = new HttpGateway(process, URI.create("http://127.0.0.1:" + port + "/mcp"), log);
        started.awaitListening();
        gateway = started;
    }

    private String names(String type) {
        return servers.stream()
                .filter(server -> type.isEmpty() || server.type().equals(type))
                .map(TestServer::name)
                .collect(Collectors.joining(","));
    }

    /** The gateway that runs now. */
    HttpGateway gateway() {
        HttpGateway running = gateway;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /** Grows with each kill, and again when the next gateway is there. */
    int kills() {
        return kills.get();
    }

    /** Whether there was no gateway when {@link #kills} said so. */
    boolean isDown(int kills) {
        return kills % 2 == 1;
    }

    void kill() throws IOException, InterruptedException {
        kills.incrementAndGet();
        Process process = gateway().process();
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway survived kill -9");
        }
        begin();
        kills.incrementAndGet();
    }

    /** Ends it in order. */
    @Override
    public void close() throws IOException {
        HttpGateway running = gateway;
        if (running == null || !running.process().isAlive()) {
            return;
        }
        running.process().getOutputStream().close();
        try {
            if (!running.process().waitFor(60, TimeUnit.SECONDS)) {
                running.process().destroyForcibly();
                throw new AssertionError("the gateway did not end within a minute: " + running.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.process().destroyForcibly();
        }
    }
}
