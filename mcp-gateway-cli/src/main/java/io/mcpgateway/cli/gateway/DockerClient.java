package io.mcpgateway.cli.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The docker client that has started this program as its plugin. A signal ends neither of the two by itself: the client
 * closes a socket and waits for its plugin, and a client that is killed leaves it running. The socket has an abstract name,
 * which Java cannot connect to; but the system lists it for as long as it is there.
 */
final class DockerClient {
    private static final String VARIABLE = "DOCKER_CLI_PLUGIN_SOCKET";
    private static final Path SOCKETS = Path.of("/proc/net/unix");
    private static final long POLL_MILLIS = 500;

    private DockerClient() {}

    /** Does something, once, when the docker client is gone or has been told to end; never if there is none to watch. */
    static void whenGone(Map<String, String> environment, Runnable action) {
        whenGone(environment.getOrDefault(VARIABLE, ""), SOCKETS, action);
    }

    static void whenGone(String socket, Path sockets, Runnable action) {
        if (!socket.startsWith("@") || !isListed(socket, sockets)) {
            return;
        }
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (isListed(socket, sockets)) {
                            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                        }
                        action.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "docker-client");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static boolean isListed(String socket, Path sockets) {
        try (Stream<String> lines = Files.lines(sockets, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.endsWith(" " + socket));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }
}
