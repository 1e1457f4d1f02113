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
    private static final String REMOVE =
            "awk -v d=\"$0/\" 'index($2, d) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l; rm -rf \"$0\"";
    private static final String PANIC = "libnetwork.(*controller).reservePools";
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

    /**
     * Ends the daemon and starts it again. Its containers end with it. A daemon that is ended while it makes or removes a
     * network may leave half of one, over which the next one of version 20.10 panics at each start; what an administrator
     * does about that is done then: its networks are forgotten.
     *
     * @return whether all networks were forgotten
     */
    boolean restart() throws IOException {
        end();
        try {
            begin();
            return false;
        } catch (AssertionError e) {
            if (!String.valueOf(e.getMessage()).contains(PANIC)) {
                throw e;
            }
            forgetNetworks();
            begin();
            return true;
        }
    }

    private void forgetNetworks() throws IOException {
        Files.delete(directory.resolve("data/network/files/local-kv.db"));
        List<String> others = DockerCli.run("network", "ls", "--quiet").lines().toList();
        command(List.of("ip", "-o", "link", "show", "type", "bridge"))
                .lines()
                .map(line -> line.split(": ", 3)[1])
                .filter(name -> name.startsWith("br-") && !others.contains(name.substring("br-".length())))
                .forEach(name -> command(List.of("ip", "link", "delete", name)));
        Files.delete(directory.resolve("log")); // the panic is dealt with
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

    /** With what a daemon that was ended in the middle of something leaves: processes beside containers, and mounts. */
    @Override
    public void close() {
        try {
            end();
        } finally {
            ProcFs.killAllWithArgument(
                    directory.resolve("exec/containerd/containerd.sock").toString());
            command(List.of("ip", "link", "delete", BRIDGE));
            command(List.of("sh", "-c", REMOVE, directory.toString()));
        }
    }
}
