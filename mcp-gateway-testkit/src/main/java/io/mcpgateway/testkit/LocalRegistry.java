package io.mcpgateway.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real registry of container images (the {@code docker-registry} program) on the loopback interface, for a test. */
public final class LocalRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final Process process;
    private final int port;

    private LocalRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether the program is here. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** Skips a test, loudly, where the program is not installed; fails it with {@code MCP_GATEWAY_CI=1}. */
    public static void require(Class<?> test) {
        if (isInstalled()) {
            return;
        }
        String message = test.getSimpleName() + " needs what is missing: the program docker-registry";
        if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
            fail(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    /**
     * Starts one.
     *
     * @param directory where it keeps its files
     * @param users lines of an htpasswd file; empty for a registry without login
     */
    public static LocalRegistry start(Path directory, String users) throws IOException {
        Path passwords = Files.writeString(Files.createDirectories(directory).resolve("htpasswd"), users);
        String auth = users.isEmpty() ? "" : "auth: {htpasswd: {realm: it, path: %s}}%n".formatted(passwords);
        return startWith(directory, freePort(), auth);
    }

    /**
     * Starts one on a port that the test has chosen.
     *
     * @param auth the section {@code auth} of its configuration; empty for a registry without login
     */
    public static LocalRegistry startWith(Path directory, int port, String auth) throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Path configuration = Files.writeString(
                directory.resolve("config.yml"),
                "version: 0.1%nlog: {level: error}%nstorage: {filesystem: {rootdirectory: %s}}%nhttp: {addr: '127.0.0.1:%d'}%n%s"
                        .formatted(directory.resolve("data"), port, auth));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> process.isAlive() && listens(port));
        return new LocalRegistry(process, port);
    }

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Its host and port, as in references. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
