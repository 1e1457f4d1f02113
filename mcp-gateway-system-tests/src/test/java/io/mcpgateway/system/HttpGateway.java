package io.mcpgateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A gateway that serves HTTP.
 *
 * @param process its process
 * @param endpoint its address
 * @param log where its output goes
 */
record HttpGateway(Process process, URI endpoint, Path log) implements AutoCloseable {
    /** A new client session; the caller closes it. */
    HttpPeer connect() {
        return new HttpPeer(this);
    }

    /** What it wrote so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitListening() {
        Awaitility.await("the gateway listens on " + endpoint)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the gateway ended with " + process.exitValue() + ": " + output());
                    }
                    return listens();
                });
    }

    /** Waits for an answer of HTTP: the published port of a container is open before anything in it listens. */
    void awaitAnswering() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(5))
                .GET()
                .build();
        Awaitility.await("the gateway answers at " + endpoint)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the gateway ended with " + process.exitValue() + ": " + output());
                    }
                    return client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            > 0;
                });
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 500);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the gateway did not end within 15 s after TERM: " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
