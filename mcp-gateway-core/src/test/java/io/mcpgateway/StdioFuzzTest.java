package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.session.Gate;
import io.mcpgateway.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a client writes to the gateway's standard input: the transport ends when they end, what it wrote are
 * messages, and nothing of the conversation is left. The inputs that were found are replayed by every test run; see
 * CONTRIBUTING.md for the fuzzing itself.
 */
class StdioFuzzTest {
    private static final int LIMIT = 2048;

    private static final EchoServer SERVER = new EchoServer(Era.LEGACY);
    private static McpGateway gateway;

    @TempDir
    private static Path home;

    @BeforeAll
    static void start() {
        gateway = McpGateway.builder().home(home).server("s", SERVER).build();
        gateway.start();
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            client.request("tools/list", "{}"); // from now on nothing waits for a listing
        }
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @FuzzTest(maxDuration = "10m")
    void downstreamLines(byte[] input) throws Exception {
        SERVER.received.clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdioTransport transport = new StdioTransport(inPieces(input), out, LIMIT);
        try {
            transport.start(gateway.gate());
            transport.ended().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } finally {
            transport.close();
        }
        String written = out.toString(StandardCharsets.UTF_8);
        assertThat(written.isEmpty() || written.endsWith("\n")).isTrue();
        for (String line : written.split("\n")) {
            if (!line.isEmpty()) {
                Envelope.scan(JsonText.of(line));
            }
        }
        assertThat(((Gate) gateway.gate()).sessions()).isZero();
    }

    /** The bytes in reads of a size that the input itself decides. */
    private static InputStream inPieces(byte[] input) {
        int size = input.length == 0 ? 1 : 1 + (input[input.length - 1] & 0x7f);
        return new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, size));
            }
        };
    }
}
