package io.mcpgateway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Docker daemon of a test's own, beside the machine's, with a root, a socket and a bridge of its own: one that may be
 * restarted and filled with rubbish. Needs root. Not thread-safe but for {@link #run}.
 */
final class OwnEngine implements AutoCloseable {
    private static final String BRIDGE = "mcpgwhavoc0";
    private static final String ADDRESS = "10.213.47.1/24";
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path directory;
    private final Path socket;
    private @Nullable Process daemon;

    private OwnEngine(Path directory) {
        this.directory = directory;
        this.socket = directory.resolve("docker.sock");
    }

    /** Starts one that has {@link Requirements#IMAGE} of the machine's own. */
    static OwnEngine start(Path directory) throws IOException {
        command(List.of("ip", "link", "add", "name", BRIDGE, "type", "bridge"));
        command(List.of("ip", "address", "add", ADDRESS, "dev", BRIDGE));
        command(List.of("ip", "link", "set", BRIDGE, "up"));
        OwnEngine engine = new OwnEngine(Files.createDirectories(directory));
        engine.begin();
        Path image = directory.resolve("image.tar");
        DockerCli.run("save", "--output", image.toString(), Requirements.IMAGE);
        engine.run("load", "--input", image.toString());
        Files.delete(image);
        return engine;
    }

    /** What clients call {@code DOCKER_HOST}. */
    String host() {
        return "unix://" + socket;
    }

    /** Ends the daemon and starts it again. Its containers end with it. */
    void restart() throws IOException {
        end();
        begin();
    }

    private void begin() throws IOException {
        // No rules of a firewall: those of the machine's own daemon would be overwritten.
        daemon = new ProcessBuilder(
                        "dockerd",
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("pid"),
                        "--host=" + host(),
                        "--bridge=" + BRIDGE,
                        "--iptables=false",
                        "--ip6tables=false",
                        "--shutdown-timeout=2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        Awaitility.await("a daemon at " + socket)
                .atMost(STARTS_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!daemon.isAlive()) {
                        throw new AssertionError("dockerd ended: " + Files.readString(directory.resolve("log")));
                    }
                    return answers();
                });
    }

    private boolean answers() {
        try {
            run("version");
            return true;
        } catch (AssertionError e) {
            return false; // not yet
        }
    }

    private void end() {
        Process running = daemon;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("dockerd did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }

    /** The docker command at this engine; what it printed. Throws an {@link AssertionError} if it fails. */
    String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("docker", "--host", host()));
        all.addAll(List.of(arguments));
        return command(all);
    }

    /** What a listing command printed, a line each. */
    List<String> lines(String... arguments) {
        return run(arguments).lines().filter(line -> !line.isBlank()).toList();
    }

    /** What a command printed. Throws an {@link AssertionError} if it fails. */
    static String command(List<String> command) {
        return Commands.run(command);
    }

    @Override
    public void close() {
        try {
            end();
        } finally {
            command(List.of("ip", "link", "delete", BRIDGE));
        }
    }
}
