package io.mcpgateway.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineExchangeTest {
    @Test
    void bodyInChunksIsPutTogether() throws IOException {
        String answer =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\nA;x=y\r\n:  \"b\",\n \"\r\n5\r\nc\":1}\r\n0\r\n\r\n";
        try (EngineExchange exchange = exchange(answer)) {
            assertThat(exchange.status()).isEqualTo(200);
            assertThat(exchange.json().toString()).isEqualTo("{\"a\":\"b\",\"c\":1}");
        }
    }

    @Test
    void bodyOfAKnownLengthEndsThereOnAnOpenConnection() throws IOException {
        try (EngineExchange exchange =
                exchange("HTTP/1.1 404 Not Found\r\ncontent-length: 17\r\n\r\n{\"message\":\"gone\"}and more")) {
            assertThat(exchange.reason()).isEqualTo("{\"message\":\"gone\"");
        }
        try (EngineExchange exchange =
                exchange("HTTP/1.1 404 Not Found\r\ncontent-length: 18\r\n\r\n{\"message\":\"gone\"}and more")) {
            assertThat(exchange.reason()).isEqualTo("gone");
        }
    }

    @Test
    void whatFollowsAnUpgradeIsNotLost() throws IOException {
        try (EngineExchange exchange = exchange("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nrest")) {
            assertThat(new String(exchange.input().readNBytes(4), ISO_8859_1)).isEqualTo("rest");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1",
                "HTTP/1.1 20\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nhalf: a hea",
                "\u0015\u0003\u0001\u0000\u0002\u0002\u0046"
            })
    void headThatMakesNoSenseIsAnIoError(String answer) {
        assertThatThrownBy(() -> exchange(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void headWithoutEndIsAnIoError() {
        assertThatThrownBy(() -> exchange("HTTP/1.1 200 OK\r\na: " + "b".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer");
        StringBuilder many = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 1000; i++) {
            many.append("h").append(i).append(": v\r\n");
        }
        assertThatThrownBy(() -> exchange(many.toString())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "-1\r\n", "5\r\nab", "2\r\nabc\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", ""})
    void chunksThatMakeNoSenseAreAnIoError(String chunks) throws IOException {
        try (EngineExchange exchange = exchange("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunks)) {
            assertThatThrownBy(() -> exchange.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    /** Sends a request to a server that answers with these bytes and then ends its side. */
    private static EngineExchange exchange(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client closed first.
                }
            });
            EngineEndpoint endpoint = new EngineEndpoint(
                    URI.create("tcp://127.0.0.1:" + server.getLocalPort()), Optional.empty(), "test");
            EngineConnection connection = EngineConnection.open(endpoint, null);
            try {
                return EngineExchange.send(connection, "GET /x", Map.of(), new byte[0], 64);
            } catch (IOException e) {
                connection.close();
                served.join();
                throw e;
            }
        }
    }
}
