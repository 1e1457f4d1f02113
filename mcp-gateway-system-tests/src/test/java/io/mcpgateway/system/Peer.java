package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A raw legacy client on some channel: it writes what it is told and believes nothing. Thread-safe. */
interface Peer extends AutoCloseable {
    /** How long a test waits for an answer that must come. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** Sends a request with a fresh numeric id; completes with the whole answer, a JSON-RPC error included. */
    CompletableFuture<JsonNode> request(String method, ObjectNode params);

    /** Sends a notification. */
    void notify(String method, ObjectNode params);

    /** The process that serves this client. */
    Process process();

    @Override
    void close();

    /** Makes the legacy handshake and returns its answer. */
    default JsonNode initialize() {
        JsonNode answer = await(request("initialize", object(params -> {
            params.put("protocolVersion", "2025-11-25");
            params.putObject("capabilities");
            params.putObject("clientInfo").put("name", "system-test").put("version", "1");
        })));
        notify("notifications/initialized", object(params -> {}));
        return answer;
    }

    /** Calls a tool. */
    default CompletableFuture<JsonNode> call(String tool, Consumer<ObjectNode> arguments) {
        return request("tools/call", object(params -> {
            params.put("name", tool);
            arguments.accept(params.putObject("arguments"));
        }));
    }

    /** Calls the {@code echo} tool of a test server and waits; the text that came back, or the error as JSON. */
    default String echo(String text) {
        JsonNode answer = await(call("echo", arguments -> arguments.put("text", text)));
        JsonNode echoed = answer.at("/result/content/0/text");
        return echoed.isTextual() ? echoed.asText() : answer.toString();
    }

    /** A JSON object. */
    static ObjectNode object(Consumer<ObjectNode> content) {
        ObjectNode object = Transcript.MAPPER.createObjectNode();
        content.accept(object);
        return object;
    }

    /** Waits for an answer that must come. */
    static JsonNode await(CompletableFuture<JsonNode> answer) {
        return await(answer, PATIENCE);
    }

    /** Waits that long for an answer that must come. */
    static JsonNode await(CompletableFuture<JsonNode> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + patience, e);
        } catch (ExecutionException e) {
            throw new AssertionError("no answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an answer", e);
        }
    }
}
