package io.mcpgateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The eight servers of {@link ChaosIT}: {@code peers/servers/chaos.mjs} in both eras, on standard streams, where gateways start
 * it, and over HTTP, where this starts it, and starts it again when it has crashed.
 */
final class ChaosServers implements AutoCloseable {
    private static final Path SCRIPT = Requirements.PEERS.resolve("servers").resolve("chaos.mjs");

    private final List<TestServer> all = new ArrayList<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private final String marker;
    private boolean closed; // guarded by this

    private ChaosServers(String marker) {
        this.marker = marker;
    }

    static ChaosServers start(String marker) throws IOException {
        ChaosServers servers = new ChaosServers(marker);
        servers.stdio("ls-session", "legacy", "session");
        servers.stdio("ls-shared", "legacy", "shared");
        servers.stdio("ls-call", "legacy", "call");
        servers.stdio("ms-session", "modern", "session");
        servers.stdio("ms-shared", "modern", "shared");
        servers.http("lh-session", "legacy", "session");
        servers.http("lh-shared", "legacy", "shared");
        servers.http("mh-shared", "modern", "shared");
        for (int port : servers.ports.values()) {
            awaitListening(port);
        }
        return servers;
    }

    private void stdio(String name, String era, String isolation) {
        all.add(TestServer.ofScript("chaos", name, era, "stdio", marker)
                .named(name)
                .isolated(isolation));
    }

    private void http(String name, String era, String isolation) throws IOException {
        int port = Gateway.freePort();
        ports.put(name, port);
        all.add(TestServer.remote(name, URI.create("http://127.0.0.1:" + port + "/mcp"))
                .isolated(isolation));
        run(name, era, port);
    }

    private synchronized void run(String name, String era, int port) {
        if (closed) {
            return;
        }
        try {
            Process process = new ProcessBuilder(
                            Requirements.node().toString(),
                            SCRIPT.toString(),
                            name,
                            era,
                            Integer.toString(port),
                            marker)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            running.put(name, process);
            process.onExit().thenRun(() -> {
                restarts.incrementAndGet();
                run(name, era, port);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All servers, as a catalog has them. */
    List<TestServer> all() {
        return all;
    }

    /** How often one that runs over HTTP has ended and was started again. */
    int restarts() {
        return restarts.get();
    }

    /** A gateway in front of all. */
    Gateway inFrontOf(Path directory) throws IOException {
        return Gateway.inFrontOf(directory, all.toArray(TestServer[]::new));
    }

    /** The servers that this client calls; those with a process for each session are not for all, for the memory's sake. */
    List<ChaosClient.Target> targetsOf(int client) {
        return all.stream()
                .filter(server -> switch (server.name()) {
                    case "ls-session" -> client % 4 < 2;
                    case "ms-session" -> client % 4 > 1 && client % 8 < 4;
                    default -> true;
                })
                // A server that is started for each call is called a third as often as the others.
                .flatMap(server ->
                        Stream.generate(() -> server).limit(server.name().equals("ls-call") ? 1 : 3))
                .map(server -> new ChaosClient.Target(
                        server.name(),
                        !server.name().startsWith("ls-"),
                        server.type().equals("remote"),
                        server.isolation().equals("call")))
                .toList();
    }

    private static void awaitListening(int port) {
        Awaitility.await("a server listens on " + port)
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                        return true;
                    }
                });
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Process::destroyForcibly);
    }
}
