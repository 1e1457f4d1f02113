package io.mcpgateway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ContainerRuntime.RuntimeFacts;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine, found when it is first needed. Thread-safe. A failure to find it is not remembered: the next call looks
 * again, so that an engine that is started later is used.
 */
final class Engine implements AutoCloseable {
    /** Within which an engine must answer a request that does not wait for anything. */
    static final Duration ANSWER = Duration.ofMinutes(2);

    private static final byte[] NOTHING = {};

    private final ProviderContext context;
    private final EndpointResolver resolver;
    private @Nullable EngineClient client; // guarded by this

    Engine(ProviderContext context) {
        this.context = context;
        this.resolver = new EndpointResolver(context.settings(), context.environment());
    }

    private synchronized EngineClient client(String attempt) {
        if (client == null) {
            try {
                client = new EngineClient(resolver.resolve());
            } catch (ConfigException e) {
                throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, attempt + ": " + e.getMessage(), e);
            }
        }
        return client;
    }

    /** What the engine says of itself. */
    RuntimeFacts facts() {
        String attempt = "Cannot ask the container engine for its version";
        EngineEndpoint endpoint = client(attempt).endpoint();
        try {
            Version version = call(attempt, docker -> docker.versionCmd().exec());
            String platform = version.getPlatform() == null
                    ? ""
                    : String.valueOf(version.getPlatform().getName());
            String product = platform.isBlank() ? "Docker Engine" : platform;
            return new RuntimeFacts(product + " " + version.getVersion(), endpoint.toString());
        } catch (DockerException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    attempt + " at " + endpoint + ": the engine says: " + EngineErrors.reason(e),
                    e);
        }
    }

    /** Whether anybody has needed it. */
    synchronized boolean isKnown() {
        return client != null;
    }

    /** Where the engine is, for messages. */
    String describe() {
        return client("Cannot find the container engine").endpoint().uri().toString();
    }

    /**
     * Makes one short call through docker-java.
     *
     * @throws DockerException if the engine answers with an error
     * @throws GatewayException if it does not answer
     */
    <T> T call(String attempt, Function<DockerClient, T> action) {
        EngineClient current = client(attempt);
        try {
            return action.apply(current.docker());
        } catch (DockerException e) {
            throw e;
        } catch (RuntimeException e) {
            if (EngineErrors.ioCause(e) instanceof IOException) {
                throw EngineErrors.unavailable(attempt, current.endpoint(), e);
            }
            throw e;
        }
    }

    /** The same call for what answers nothing. */
    void run(String attempt, Consumer<DockerClient> action) {
        call(attempt, docker -> {
            action.accept(docker);
            return true;
        });
    }

    /** A request on a connection of its own that is kept open; its head must be answered within {@link #ANSWER}. */
    EngineExchange open(String attempt, String method, String path, Map<String, String> headers, int bufferSize) {
        return open(attempt, method, path, headers, NOTHING, bufferSize);
    }

    EngineExchange open(
            String attempt, String method, String path, Map<String, String> headers, byte[] body, int bufferSize) {
        return open(
                attempt,
                method,
                path,
                (connection, line) -> EngineExchange.send(connection, line, headers, body, bufferSize));
    }

    /** The same with a body of any length; sending it is part of what {@link #ANSWER} bounds. */
    EngineExchange stream(
            String attempt,
            String method,
            String path,
            Map<String, String> headers,
            EngineExchange.Body body,
            int bufferSize) {
        return open(
                attempt,
                method,
                path,
                (connection, line) -> EngineExchange.stream(connection, line, headers, body, bufferSize));
    }

    private interface Sending {
        EngineExchange send(EngineConnection connection, String line) throws IOException;
    }

    private EngineExchange open(String attempt, String method, String path, Sending sending) {
        EngineClient current = client(attempt);
        EngineConnection connection;
        try {
            connection = current.connect();
        } catch (IOException e) {
            throw EngineErrors.unavailable(attempt, current.endpoint(), e);
        }
        Watchdog watchdog = new Watchdog(context, connection, ANSWER);
        try {
            String line = method + " " + current.endpoint().pathPrefix() + path;
            return sending.send(connection, line);
        } catch (IOException e) {
            close(connection);
            IOException why =
                    watchdog.bitten() ? new IOException("no answer within " + ANSWER.toSeconds() + " s", e) : e;
            throw EngineErrors.unavailable(attempt, current.endpoint(), why);
        } finally {
            watchdog.stop();
        }
    }

    /** Turns a broken connection into an error that names the engine. */
    GatewayException lost(String attempt, IOException e) {
        return EngineErrors.unavailable(attempt, client(attempt).endpoint(), e);
    }

    /** Closes what cannot be saved if closing fails. */
    void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            context.events()
                    .event(
                            EventSink.Level.DEBUG,
                            "A connection to the container engine did not close cleanly",
                            Map.of("reason", e.toString()));
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        EngineClient current;
        synchronized (this) {
            current = client;
            client = null;
        }
        if (current != null) {
            close(current);
        }
    }
}
