package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs for sandboxes, run by the interpreters of this machine. */
final class SocketForwarderTest {
    private static String interpreter(SocketForwarder forwarder) {
        String name = forwarder == SocketForwarder.NODE ? "node" : "python3";
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "1".equals(System.getenv("MCP_GATEWAY_CI"))) {
            throw new AssertionError(name + " is needed for this test");
        }
        Assumptions.assumeTrue(found.isPresent(), () -> "SKIPPED: there is no " + name);
        return found.orElseThrow().toString();
    }

    @ParameterizedTest
    @EnumSource
    void theCommandsClientsReachTheSocketAndItsEndIsPassedOn(SocketForwarder forwarder, @TempDir Path directory)
            throws Exception {
        String interpreter = interpreter(forwarder);
        Path program = Files.writeString(directory.resolve(forwarder.fileName()), forwarder.text());
        Path socket = directory.resolve("s");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = SocketForwarder.wrap(
                interpreter,
                program.toString(),
                socket.toString(),
                port,
                List.of("/bin/sh", "-c", "echo ready; read line; echo \"got $line\"; exit 7"));
        Refusal[] refused = new Refusal[1];
        try (EgressProxy proxy = EgressProxy.onSocket(
                EgressRules.of(List.of("a.example:443")), socket, refusal -> refused[0] = refusal)) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo("ready");
                assertThat(request(port)).startsWith("HTTP/1.1 403 ");
                assertThat(refused[0].host()).isEqualTo("b.example");
                process.getOutputStream().write("a line\n".getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                assertThat(out.readLine()).isEqualTo("got a line");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(7);
            } finally {
                process.destroyForcibly();
            }
            await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
        }
    }

    private static String request(int port) throws IOException {
        try (Socket client = new Socket()) {
            client.setSoTimeout(10_000);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.getOutputStream()
                    .write("CONNECT b.example:443 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
