package io.mcpgateway.http;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gate that plays the tools {@code echo}, {@code params}, {@code fail}, {@code progress}, {@code wait}, {@code big} and
 * {@code burst}.
 */
final class FakeGate implements ClientGate, AutoCloseable {
    private static final JsonText NONE = JsonText.of("");

    final List<FakeConversation> conversations = new CopyOnWriteArrayList<>();
    final AtomicInteger abandoned = new AtomicInteger();
    /** Requests that wait until a test answers them, by the spelling of their id. */
    final Map<String, ReplyStream> waiting = new ConcurrentHashMap<>();

    volatile boolean refusing;
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @Override
    public Conversation open(Peer peer, MessageStream toClient) {
        if (refusing) {
            throw new GatewayException(ErrorCode.LIMIT, "Too many");
        }
        FakeConversation conversation = new FakeConversation(peer, toClient);
        conversations.add(conversation);
        return conversation;
    }

    long open() {
        return conversations.stream()
                .filter(conversation -> !conversation.closed)
                .count();
    }

    FakeConversation last() {
        return conversations.get(conversations.size() - 1);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    static JsonText result(String id, String result) {
        return Messages.result(JsonText.of(id), JsonText.of(result), NONE);
    }

    final class FakeConversation implements Conversation {
        final Peer peer;
        final MessageStream toClient;
        final List<String> oneWay = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        FakeConversation(Peer peer, MessageStream toClient) {
            this.peer = peer;
            this.toClient = toClient;
        }

        @Override
        public Receipt receive(JsonText text, ReplyStream replies) {
            Envelope message;
            try {
                message = Envelope.scan(text);
            } catch (MalformedMessageException e) {
                throw new AssertionError("the transport hands on well-formed messages only", e);
            }
            if (message.kind() != Envelope.Kind.REQUEST) {
                oneWay.add(message.text().toString());
                return receipt(Receipt.Kind.ONE_WAY);
            }
            if (message.method().equals("broken")) {
                throw new IllegalStateException("a fault of the gateway, with a secret");
            }
            String id = String.valueOf(message.id());
            switch (message.method()) {
                case "initialize" -> {
                    JsonText version = message.inParams() == null
                            ? null
                            : message.inParams().get(Envelope.PROTOCOL_VERSION);
                    if (version == null) {
                        replies.end(error(id, -32602, "no version"), ReplyStatus.ANSWERED);
                    } else {
                        replies.end(result(id, "{\"protocolVersion\":" + version + "}"), ReplyStatus.ANSWERED);
                    }
                    return receipt(Receipt.Kind.INITIALIZE);
                }
                case "ping" -> replies.end(result(id, "{}"), ReplyStatus.ANSWERED);
                case "tools/call" -> call(id, message, replies);
                case "future/version" -> replies.end(error(id, -32022, "no"), ReplyStatus.UNSUPPORTED_REVISION);
                default -> replies.end(error(id, -32601, "Method not found"), ReplyStatus.UNKNOWN_METHOD);
            }
            return receipt(Receipt.Kind.REQUEST);
        }

        private void call(String id, Envelope message, ReplyStream replies) {
            String name = String.valueOf(message.paramString(Envelope.NAME));
            String arguments = message.inParams() == null
                    ? "{}"
                    : String.valueOf(message.inParams().get(Envelope.ARGUMENTS));
            switch (name) {
                case "progress" ->
                    executor.execute(() -> {
                        replies.send(note("notifications/progress"));
                        replies.end(result(id, "{\"echo\":" + arguments + "}"), ReplyStatus.ANSWERED);
                    });
                case "burst" ->
                    executor.execute(() -> {
                        int count = Integer.parseInt(arguments);
                        for (int i = 0; i < count; i++) {
                            replies.send(note("notifications/n" + i));
                        }
                        replies.end(result(id, "{}"), ReplyStatus.ANSWERED);
                    });
                case "params" ->
                    replies.end(
                            result(id, "{\"params\":" + Messages.quote(String.valueOf(replies.paramHeaders())) + "}"),
                            ReplyStatus.ANSWERED);
                case "fail" -> replies.end(error(id, Integer.parseInt(arguments), "no"), ReplyStatus.ANSWERED);
                case "wait" -> waiting.put(id, replies);
                case "big" -> {
                    String filler = "x".repeat(Integer.parseInt(arguments));
                    executor.execute(
                            () -> replies.end(result(id, "{\"text\":\"" + filler + "\"}"), ReplyStatus.ANSWERED));
                }
                default ->
                    executor.execute(
                            () -> replies.end(result(id, "{\"echo\":" + arguments + "}"), ReplyStatus.ANSWERED));
            }
        }

        private Receipt receipt(Receipt.Kind kind) {
            return new Receipt() {
                @Override
                public Kind kind() {
                    return kind;
                }

                @Override
                public void abandon() {
                    abandoned.incrementAndGet();
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static JsonText note(String method) {
        return Messages.notification(method, JsonText.of("{\"n\":1}"));
    }

    private static JsonText error(String id, int code, String text) {
        return Failures.error(JsonText.of(id), code, text);
    }
}
