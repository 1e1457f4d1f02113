package io.mcpgateway.sdk;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One conversation of an SDK client with the gateway. Every request that was sent gets exactly one response, if need be
 * an error made here: the SDK waits for its time-out otherwise. Thread-safe.
 */
final class GateConversation implements ClientGate.MessageStream {
    /** Messages that may wait for the client; one that falls behind further is cut off. */
    static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(GateConversation.class);
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    private final Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;
    private final Inbox inbox = new Inbox(CAPACITY);
    private final Set<Object> pending = ConcurrentHashMap.newKeySet();
    private volatile ClientGate.@Nullable Conversation conversation;
    private volatile boolean ended;

    private GateConversation(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        this.handler = handler;
    }

    static GateConversation open(ClientGate gate, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        GateConversation opened = new GateConversation(handler);
        String connection = "sdk-" + CONNECTIONS.incrementAndGet();
        opened.conversation = gate.open(new ClientGate.Peer("local", "in-memory", connection), opened);
        return opened;
    }

    boolean endedByGateway() {
        return ended;
    }

    Mono<Void> send(JSONRPCMessage message) {
        return Mono.fromCallable(() -> {
            JsonText text = SdkJson.write(message);
            ClientGate.Conversation open = conversation;
            if (open == null) {
                throw new IllegalStateException("The client is closed");
            }
            if (message instanceof JSONRPCRequest request) {
                ask(open, request.id(), text);
            } else {
                open.receive(text, new NoReplies());
            }
            return null;
        });
    }

    private void ask(ClientGate.Conversation open, Object id, JsonText text) {
        pending.add(id);
        try {
            open.receive(text, new RequestReplies(id));
        } catch (RuntimeException e) {
            pending.remove(id); // the caller gets the exception itself
            throw e;
        }
        if (ended) { // ended between the caller's look and the registration: nobody else fails it
            fail(id, "The gateway has ended this session");
        }
    }

    @Override
    public void send(JsonText message) {
        if (!ended && !inbox.offer(() -> handUnsolicited(message))) {
            cutOff();
        }
    }

    private void handUnsolicited(JsonText message) {
        try {
            hand(SdkJson.read(message));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The SDK cannot read a message of the gateway");
        }
    }

    private void cutOff() {
        end("more than " + CAPACITY + " messages wait for the client");
        ClientGate.Conversation open = conversation;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void end(String reason) {
        ended = true;
        for (Object id : pending) {
            fail(id, "The gateway has ended this session: " + reason);
        }
    }

    /** The client lets go; the SDK itself fails what is in flight. Idempotent. */
    void close() {
        inbox.close();
        ClientGate.Conversation open = conversation;
        conversation = null;
        pending.clear();
        if (open != null) {
            open.close();
        }
    }

    private void respond(Object id, JsonText response) {
        if (pending.remove(id)) {
            inbox.add(() -> hand(readResponse(id, response)));
        }
    }

    private static JSONRPCMessage readResponse(Object id, JsonText response) {
        try {
            return SdkJson.read(response);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("requestId", id).setCause(e).log("The SDK cannot read a response");
            return error(id, "The SDK cannot read the response: " + e.getMessage());
        }
    }

    private void fail(Object id, String message) {
        if (pending.remove(id)) {
            inbox.add(() -> hand(error(id, message)));
        }
    }

    private static JSONRPCResponse error(Object id, String message) {
        return JSONRPCResponse.error(
                id, new JSONRPCResponse.JSONRPCError(ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode(), message, null));
    }

    private void hand(JSONRPCMessage message) {
        handler.apply(Mono.just(message))
                .subscribe(ignored -> {}, e -> LOG.atWarn().setCause(e).log("The SDK failed on a message"));
    }

    /** What belongs to one request. */
    private final class RequestReplies implements ClientGate.ReplyStream {
        private final Object id;

        RequestReplies(Object id) {
            this.id = id;
        }

        @Override
        public void send(JsonText message) {
            GateConversation.this.send(message);
        }

        @Override
        public void end(JsonText response, ClientGate.ReplyStatus status) {
            respond(id, response);
        }
    }

    /** Notifications and responses are not answered, unless the gateway could not read them. */
    private static final class NoReplies implements ClientGate.ReplyStream {
        @Override
        public void send(JsonText message) {
            LOG.atWarn().log("The gateway sent a message for a request that was none");
        }

        @Override
        public void end(JsonText response, ClientGate.ReplyStatus status) {
            LOG.atWarn().addKeyValue("status", status).log("The gateway refused a message of the SDK");
        }
    }
}
