package io.mcpgateway.docker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real registry (the {@code docker-registry} program) on the loopback interface. */
final class LocalRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final Process process;
    private final int port;

    private LocalRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts one.
     *
     * @param users lines of an htpasswd file; empty for a registry without login
     */
    static LocalRegistry start(Path directory, String users) throws IOException {
        int port = freePort();
        Files.createDirectories(directory.resolve("data"));
        Path passwords = Files.writeString(directory.resolve("htpasswd"), users);
        String auth = users.isEmpty() ? "" : "auth: {htpasswd: {realm: it, path: %s}}%n".formatted(passwords);
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

    static int freePort() throws IOException {
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

    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
