package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of {@code examples/compose} in a directory of the test, as it is but for the names of images and the place of the
 * servers' programs, and one project that compose runs from it. Closing it takes the project down.
 */
final class ComposeProject {
    private static final Path EXAMPLES = Requirements.ROOT.resolve("examples/compose");

    private final String name = "mcp-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> compose;
    private final Path directory;
    private final int port;
    private final List<AutoCloseable> open = new ArrayList<>();
    private List<String> files = List.of();

    private ComposeProject(List<String> compose, Path directory, int port) {
        this.compose = compose;
        this.directory = directory;
        this.port = port;
    }

    static ComposeProject in(Path directory) throws IOException {
        List<String> compose = Requirements.compose();
        Requirements.gatewayImage();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path source : files.toList()) {
                Path target = directory.resolve(EXAMPLES.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.writeString(
                            target,
                            Files.readString(source)
                                    .replace("mcp-gateway:latest", Requirements.GATEWAY_IMAGE)
                                    .replace("node:22-alpine", Requirements.IMAGE)
                                    .replace("/srv/mcp/servers", directory + "/servers"));
                }
            }
        }
        letOthersRead(directory);
        return new ComposeProject(compose, directory, Gateway.freePort());
    }

    /** The gateway and the servers are other users. */
    static void letOthersRead(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.toList()) {
                Files.setPosixFilePermissions(
                        each, PosixFilePermissions.fromString(Files.isDirectory(each) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** Runs compose with these words; what it says, if it succeeds. */
    String run(List<String> composeFiles, String... words) throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "compose", ".log");
        Process process = builder(composeFiles, words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("compose " + List.of(words))
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readString(log);
    }

    /** A client on the standard streams of a service. */
    StdioPeer stdio(String composeFile, String service) throws IOException {
        files = List.of(composeFile);
        StdioPeer peer = StdioPeer.start(builder(files, "run", "--rm", "-T", service));
        open.add(peer);
        return peer;
    }

    /** Starts everything in the files, and waits until the gateway answers. */
    HttpGateway up(String... composeFiles) throws IOException {
        files = List.of(composeFiles);
        Path log = directory.resolve("up.log");
        Process process = builder(files, "up")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        open.add(process::destroy);
        HttpGateway gateway = new HttpGateway(process, URI.create(base() + "/mcp"), log);
        gateway.awaitAnswering();
        return gateway;
    }

    /** A client that has shaken hands. */
    HttpPeer connect(HttpGateway gateway) {
        HttpPeer peer = gateway.connect();
        open.add(peer);
        peer.initialize();
        return peer;
    }

    String containerOf(String service) {
        return DockerCli.run(
                        "ps",
                        "--quiet",
                        "--filter",
                        "label=com.docker.compose.project=" + name,
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .strip();
    }

    private ProcessBuilder builder(List<String> composeFiles, String... words) throws IOException {
        List<String> command = new ArrayList<>(compose);
        composeFiles.forEach(file -> command.addAll(List.of("--file", file)));
        command.addAll(List.of("--project-name", name));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("MCP_GATEWAY_AUTH_TOKEN", Gateway.TOKEN);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("DOCKER_GID", DockerCli.socketGroup());
        return builder;
    }

    /** Ends the clients and the project. */
    void close() throws Exception {
        try {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        } finally {
            if (!files.isEmpty()) {
                run(files, "down", "--volumes", "--timeout", "5");
            }
        }
    }
}
