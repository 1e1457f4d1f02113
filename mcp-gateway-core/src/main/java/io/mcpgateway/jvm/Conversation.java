package io.mcpgateway.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer.Channel;
import io.mcpgateway.spi.JavaServer.Receiver;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One client's messages: takes them apart, answers the cheap ones at once, runs tools elsewhere. Thread-safe. */
final class Conversation implements Channel {
    /** More calls at once than a client has a use for. */
    private static final int MOST_CALLS = 256;

    private final ToolServer server;
    private final Receiver receiver;
    private final Methods methods;
    private final Map<JsonNode, FutureTask<?>> calls = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Conversation(ToolServer server, Receiver receiver) {
        this.server = server;
        this.receiver = receiver;
        this.methods = new Methods(server);
    }

    @Override
    public void send(JsonText message) {
        if (ended.get()) {
            return;
        }
        JsonNode node;
        try {
            node = Json.parse(message);
        } catch (IOException e) {
            answer(failure(null, new RpcException(Revisions.PARSE_ERROR, "Not valid JSON")));
            return;
        }
        if (node instanceof ObjectNode object && isAnswer(object)) {
            // We ask nothing, so nothing waits for it.
            return;
        }
        if (!(node instanceof ObjectNode object) || !isRequest(object)) {
            answer(failure(idOf(node), new RpcException(Revisions.INVALID_REQUEST, "Not a JSON-RPC 2.0 request")));
            return;
        }
        JsonNode id = object.get("id");
        if (id == null) {
            notified(object);
            return;
        }
        requested(object, id);
    }

    private static boolean isAnswer(ObjectNode message) {
        return !message.has("method") && (message.has("result") || message.has("error"));
    }

    private static boolean isRequest(ObjectNode message) {
        JsonNode id = message.get("id");
        return "2.0".equals(message.path("jsonrpc").textValue())
                && message.path("method").isTextual()
                && (id == null || id.isTextual() || id.isNumber());
    }

    private static @Nullable JsonNode idOf(JsonNode message) {
        JsonNode id = message.path("id");
        return id.isTextual() || id.isNumber() ? id : null;
    }

    private void notified(ObjectNode message) {
        if ("notifications/cancelled".equals(message.path("method").textValue())) {
            FutureTask<?> call = calls.remove(message.path("params").path("requestId"));
            if (call != null) {
                call.cancel(true);
            }
        }
    }

    private void requested(ObjectNode request, JsonNode id) {
        try {
            Methods.Reply reply = methods.handle(request);
            if (reply.later() == null) {
                answer(success(id, reply.now()));
                return;
            }
            run(id, request.path("params").path("_meta").path("progressToken"), reply.later());
        } catch (RpcException e) {
            answer(failure(id, e));
        }
    }

    private void run(JsonNode id, JsonNode token, Methods.Work work) throws RpcException {
        if (calls.size() >= MOST_CALLS) {
            throw new RpcException(
                    ErrorCode.LIMIT.jsonRpcCode(), "More than " + MOST_CALLS + " calls at once on one connection");
        }
        FutureTask<?> task = new FutureTask<>(() -> finish(id, work, progress(id, token)), null);
        if (calls.putIfAbsent(id, task) != null) {
            throw new RpcException(Revisions.INVALID_REQUEST, "A request with this id is still running");
        }
        if (ended.get()) {
            calls.remove(id);
            return;
        }
        try {
            server.executor().execute(task);
        } catch (RejectedExecutionException e) {
            calls.remove(id);
            throw new RpcException(ErrorCode.LIMIT.jsonRpcCode(), "No thread is free to run the tool");
        }
    }

    /** A call that was cancelled is no longer among the calls, and gets no answer. */
    private void finish(JsonNode id, Methods.Work work, ToolProgress progress) {
        ObjectNode message;
        try {
            message = success(id, work.result(progress));
        } catch (RuntimeException | Error e) {
            message = failure(id, new RpcException(ErrorCode.INTERNAL.jsonRpcCode(), "The server failed"));
            if (calls.remove(id) != null) {
                answer(message);
            }
            throw e;
        }
        if (calls.remove(id) != null) {
            answer(message);
        }
    }

    /** Counts the steps: progress has to grow with each notification. */
    private ToolProgress progress(JsonNode id, JsonNode token) {
        if (!token.isTextual() && !token.isNumber()) {
            return message -> {};
        }
        AtomicLong steps = new AtomicLong();
        return message -> {
            if (calls.containsKey(id)) {
                answer(step(token, steps.incrementAndGet(), message));
            }
        };
    }

    private static ObjectNode step(JsonNode token, long done, String message) {
        ObjectNode notification = Json.newObject().put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode params = notification.putObject("params");
        params.set("progressToken", token);
        params.put("progress", done);
        if (!message.isEmpty()) {
            params.put("message", message);
        }
        return notification;
    }

    private void answer(ObjectNode message) {
        if (!ended.get()) {
            receiver.receive(Json.text(message));
        }
    }

    private static ObjectNode success(JsonNode id, ObjectNode result) {
        ObjectNode message = Json.newObject().put("jsonrpc", "2.0");
        message.set("id", id);
        message.set("result", result);
        return message;
    }

    private static ObjectNode failure(@Nullable JsonNode id, RpcException failure) {
        ObjectNode message = Json.newObject().put("jsonrpc", "2.0");
        message.set("id", id);
        ObjectNode error =
                message.putObject("error").put("code", failure.code()).put("message", failure.text());
        if (failure.data() != null) {
            error.set("data", failure.data());
        }
        return message;
    }

    /** The server's side ends it. */
    void end(String reason) {
        if (stop()) {
            receiver.ended(reason);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private boolean stop() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        server.ended(this);
        calls.values().forEach(call -> call.cancel(true));
        calls.clear();
        return true;
    }
}
