package io.mcpgateway.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A world that is nobody's but the test's: one network of the engine, with the address of cloud metadata among its own, on
 * which containers play hosts, and two ports of this machine. Nothing that goes to it leaves the machine.
 */
final class NetworkWorld implements AutoCloseable {
    static final String HOST = "169.254.169.1";
    static final String WEB = "169.254.169.10";
    static final String OTHER = "169.254.169.20";
    static final String METADATA = "169.254.169.254";
    static final String WEB_6 = "fd5e:a9fe:a9fe::10";

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String network = "mcp-it-world-" + id;
    private final List<String> containers = new ArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final int openPort;
    private final int loopbackPort;

    NetworkWorld(Path directory) throws IOException {
        openPort = listen(InetAddress.getByName("0.0.0.0"));
        loopbackPort = listen(InetAddress.getByName("127.0.0.1"));
        try {
            createNetwork();
            String keystore = keystore(directory);
            host("web", WEB, keystore, "--ip6", WEB_6);
            host("other", OTHER, keystore);
            host("metadata", METADATA, keystore);
            for (String container : containers) {
                Awaitility.await(container)
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> DockerCli.run("logs", container).contains("listening"));
            }
        } catch (RuntimeException | IOException | Error e) {
            close();
            throw e;
        }
    }

    /** Another run of this test may have these addresses still. */
    private void createNetwork() {
        Awaitility.await("a network with the address of cloud metadata")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsMatching(
                        failure -> String.valueOf(failure.getMessage()).contains("overlaps"))
                .until(() -> {
                    DockerCli.run(
                            "network",
                            "create",
                            "--subnet",
                            "169.254.169.0/24",
                            "--gateway",
                            HOST,
                            "--ipv6",
                            "--subnet",
                            "fd5e:a9fe:a9fe::/64",
                            "--label",
                            "mcp-gateway-it=" + id,
                            network);
                    return true;
                });
    }

    private void host(String name, String address, String keystore, String... more) throws IOException {
        String container = "mcp-it-" + name + "-" + id;
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--rm", "--name", container));
        command.addAll(List.of("--network", network, "--ip", address, "--label", "mcp-gateway-it=" + id));
        command.addAll(List.of("--sysctl", "net.ipv4.ip_unprivileged_port_start=0", "--env", "KEYSTORE=" + keystore));
        command.addAll(List.of(more));
        command.addAll(List.of(Requirements.IMAGE, "-e", resource("network-world.cjs")));
        containers.add(container);
        DockerCli.run(command.toArray(String[]::new));
    }

    static String resource(String name) throws IOException {
        try (var in = NetworkWorld.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String keystore(Path directory) throws IOException {
        Path file = Files.createTempDirectory(directory, "world").resolve("world.p12");
        Commands.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "world",
                "-keyalg",
                "EC",
                "-dname",
                "CN=world",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString()));
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private int listen(InetAddress address) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, address);
        owned.add(listener);
        Thread thread = new Thread(() -> greet(listener), "world");
        thread.setDaemon(true);
        thread.start();
        return listener.getLocalPort();
    }

    private static void greet(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write("reached\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The client has gone, or the listener is closed.
            }
        }
    }

    /** The network by which proxies get out, and on which servers are that may reach everything. */
    String network() {
        return network;
    }

    /** A container on that network and no other. */
    String container() {
        return containers.get(0);
    }

    /** A port of this machine on all its addresses. */
    int openPort() {
        return openPort;
    }

    /** A port of this machine's loopback. */
    int loopbackPort() {
        return loopbackPort;
    }

    /** What the name server of the world was asked. */
    String asked() {
        return DockerCli.run("logs", container());
    }

    @Override
    public void close() {
        for (String container : containers) {
            quietly("rm", "--force", container);
        }
        quietly("network", "rm", network);
        for (AutoCloseable listener : owned) {
            try {
                listener.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void quietly(String... arguments) {
        try {
            DockerCli.run(arguments);
        } catch (AssertionError e) {
            System.err.println("left behind: " + e.getMessage()); // the failure that led here is the one to see
        }
    }
}
