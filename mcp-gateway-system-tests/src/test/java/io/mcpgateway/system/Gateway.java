package io.mcpgateway.system;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Describes one run of the gateway's command in a home directory of its own, with a catalog of test servers. Immutable but
 * for the directory, which the test owns.
 */
final class Gateway {
    /** The bearer token of every HTTP gateway of these tests. */
    static final String TOKEN = "system-test-token";

    private final List<String> command;
    private final Path home;
    private final List<TestServer> servers;
    private final List<String> flags;

    private Gateway(List<String> command, Path home, List<TestServer> servers, List<String> flags) {
        this.command = command;
        this.home = home;
        this.servers = servers;
        this.flags = flags;
    }

    /** A gateway in front of these servers; {@code directory} receives its home. */
    static Gateway inFrontOf(Path directory, TestServer... servers) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        String catalog = Arrays.stream(servers)
                .map(TestServer::yaml)
                .collect(Collectors.joining("", "version: 3\nname: test\ndisplayName: test\nregistry:\n", ""));
        Files.writeString(home.resolve("test-catalog.yaml"), catalog);
        return new Gateway(Requirements.gateway(), home, List.of(servers), List.of());
    }

    /** The same with more flags. */
    Gateway with(String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new Gateway(command, home, servers, all);
    }

    /** Its home directory. */
    Path home() {
        return home;
    }

    /** The argument vector for serving on stdio. */
    List<String> stdioCommand() {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(
                "gateway", "run", "--catalog", home.resolve("test-catalog.yaml").toString()));
        all.addAll(List.of("--servers", servers.stream().map(TestServer::name).collect(Collectors.joining(","))));
        servers.stream()
                .filter(server -> server.type().equals("process"))
                .forEach(server -> all.addAll(List.of("--allow-process", server.name())));
        servers.stream()
                .filter(server -> server.type().equals("remote"))
                .forEach(server -> all.addAll(
                        List.of("--allow-remote", URI.create(server.url()).getAuthority())));
        all.addAll(flags);
        return all;
    }

    /** Starts it on stdio and does not wait for anything. */
    StdioPeer startStdio() throws IOException {
        return StdioPeer.start(builder(stdioCommand()));
    }

    /** What starts it on stdio; its standard error goes to a file in its home. */
    ProcessBuilder stdioBuilder() {
        return builder(stdioCommand()).redirectError(home.resolve("gateway.log").toFile());
    }

    /** Starts it on HTTP and waits until it listens. */
    HttpGateway startHttp() throws IOException {
        return startHttp("streaming", "/mcp");
    }

    /** Starts it on the HTTP+SSE transport and waits until it listens. */
    HttpGateway startSse() throws IOException {
        return startHttp("sse", "/sse");
    }

    private HttpGateway startHttp(String transport, String path) throws IOException {
        int port = freePort();
        List<String> all = new ArrayList<>(stdioCommand());
        all.addAll(List.of("--transport", transport, "--port", Integer.toString(port)));
        HttpGateway gateway = startHttp(all, port, path);
        gateway.awaitListening();
        return gateway;
    }

    /**
     * Starts it on HTTP in a container of {@link Requirements#GATEWAY_IMAGE}, beside the engine that runs this container,
     * and waits until it answers. Its home is seen there under the same path.
     */
    HttpGateway startInContainer(String name) throws IOException {
        int port = freePort();
        List<String> all = new ArrayList<>(List.of("docker", "run", "--rm", "--name", name));
        all.addAll(List.of("--publish", "127.0.0.1:" + port + ":" + port));
        all.addAll(List.of("--volume", "/var/run/docker.sock:/var/run/docker.sock"));
        all.addAll(List.of("--group-add", DockerCli.socketGroup()));
        // Who owns the home, so that both sides may write there; the image's own user is neither.
        all.addAll(
                List.of("--user", Files.getAttribute(home, "unix:uid") + ":" + Files.getAttribute(home, "unix:gid")));
        all.addAll(List.of("--volume", home + ":" + home));
        environment().keySet().forEach(variable -> all.addAll(List.of("--env", variable)));
        all.add(Requirements.GATEWAY_IMAGE);
        List<String> arguments = stdioCommand();
        // After "gateway run", which the image runs by itself.
        all.addAll(arguments.subList(command.size() + 2, arguments.size()));
        all.addAll(List.of("--transport", "streaming", "--port", Integer.toString(port)));
        HttpGateway gateway = startHttp(all, port, "/mcp");
        gateway.awaitAnswering();
        return gateway;
    }

    private HttpGateway startHttp(List<String> arguments, int port, String path) throws IOException {
        File log = Files.createTempFile(home, "gateway", ".log").toFile();
        Process process =
                builder(arguments).redirectErrorStream(true).redirectOutput(log).start();
        process.getOutputStream().close();
        return new HttpGateway(process, URI.create("http://127.0.0.1:" + port + path), log.toPath());
    }

    /** The environment beside that of this process. */
    Map<String, String> environment() {
        return Map.of("MCP_GATEWAY_HOME", home.toString(), "MCP_GATEWAY_AUTH_TOKEN", TOKEN);
    }

    private ProcessBuilder builder(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments).directory(home.toFile());
        builder.environment().putAll(environment());
        return builder;
    }

    /** A TCP port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
