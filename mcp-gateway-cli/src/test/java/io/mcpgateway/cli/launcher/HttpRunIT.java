package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.cli.launcher.Launched.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway run --transport streaming}, as users run it. */
class HttpRunIT {
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"test","version":"1"}}}""";

    private final Path script = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    private int port;

    @BeforeEach
    void setUp() throws IOException {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MCP_GATEWAY_HOME", directory.resolve("mcp").toString());
        environment.put("MCP_GATEWAY_ARCHIVE", "off");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    private Launched start(String... more) throws IOException {
        ArrayList<String> arguments = new ArrayList<>();
        arguments.addAll(java.util.List.of("gateway", "run", "--transport=streaming", "--port=" + port));
        arguments.addAll(java.util.List.of(more));
        Launched launched = Launched.start(script, environment, arguments.toArray(String[]::new));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(launched.errSoFar())
                        .contains(
                                "> Start streaming server on port " + port,
                                "> Gateway URL: http://localhost:" + port + "/mcp"));
        return launched;
    }

    /** The status of an initialize request with these headers, name after name, sent on a bare socket. */
    private int post(String... headers) throws IOException {
        StringBuilder request = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        request.append("Connection: close\r\nContent-Length: ")
                .append(INITIALIZE.length())
                .append("\r\n\r\n")
                .append(INITIALIZE);
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static Result end(Launched launched) throws Exception {
        new ProcessBuilder("kill", "-TERM", Long.toString(launched.pid()))
                .inheritIO()
                .start()
                .waitFor();
        return launched.end(new ArrayList<>());
    }

    @Test
    void tokenIsShownOnceAndAskedFor() throws Exception {
        Launched launched = start();
        await().untilAsserted(() ->
                assertThat(launched.errSoFar()).containsOnlyOnce("> Use Bearer token: Authorization: Bearer "));
        String authorization =
                launched.errSoFar().replaceAll("(?s).*> Use Bearer token: Authorization: (Bearer \\w{50})\n.*", "$1");

        assertThat(post()).isEqualTo(401);
        assertThat(post("Authorization", authorization + "x")).isEqualTo(401);
        assertThat(post("Authorization", authorization)).isEqualTo(200);
        assertThat(post("Authorization", authorization, "Origin", "https://evil.example"))
                .isEqualTo(403);

        assertThat(end(launched).out()).isEmpty();
    }

    @Test
    void tokenGoesToAFileInsteadOfTheTerminal() throws Exception {
        Path file = directory.resolve("token");
        Launched launched = start("--token-file", file.toString());

        String token = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(post("Authorization", "Bearer " + token)).isEqualTo(200);

        assertThat(end(launched).err()).doesNotContain(token).contains("> Bearer token written to " + file);
    }

    @Test
    void tokenOfTheEnvironmentIsNeverShown() throws Exception {
        environment.put("MCP_GATEWAY_AUTH_TOKEN", "of-the-environment");
        Launched launched = start();

        assertThat(post("Authorization", "Bearer of-the-environment")).isEqualTo(200);

        assertThat(end(launched).err()).doesNotContain("of-the-environment").contains("MCP_GATEWAY_AUTH_TOKEN");
    }

    @Test
    void openGatewayOnAllInterfacesWarns() throws Exception {
        environment.put("MCP_GATEWAY_AUTH_TOKEN", "ignored");
        Launched launched = start("--allow-unauthenticated", "--host=0.0.0.0");

        assertThat(post()).isEqualTo(200);

        assertThat(end(launched).err())
                .contains(
                        "MCP_GATEWAY_AUTH_TOKEN is set but ignored", "WARNING: the gateway listens on 0.0.0.0 without");
    }

    @Test
    void takenPortIsAnErrorAndNothingIsClaimedBefore() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            Result result = Launched.run(
                    script, environment, "gateway", "run", "--transport=streaming", "--port=" + taken.getLocalPort());

            assertThat(result.status()).isNotZero();
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains(Integer.toString(port)).doesNotContain("> Start streaming", "\tat ");
        }
    }

    @Test
    void portWithoutHttpIsRefused() throws Exception {
        Result result = Launched.run(script, environment, "gateway", "run", "--port=" + port);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("cannot use --port with --transport=stdio\n");
    }

    @Test
    void tokenIsNotCopiedToALogFile() throws Exception {
        Path log = directory.resolve("gateway.log");
        Launched launched = start("--log", log.toString());
        await().untilAsserted(
                        () -> assertThat(launched.errSoFar()).contains("> Use Bearer token: Authorization: Bearer "));

        end(launched);
        assertThat(log).content().contains("> Gateway URL: ").doesNotContain("Authorization: Bearer");
    }
}
