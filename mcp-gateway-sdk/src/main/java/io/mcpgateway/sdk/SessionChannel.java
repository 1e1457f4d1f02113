package io.mcpgateway.sdk;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerSession;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * One conversation of the gateway with an SDK server. Adds what the SDK's session lacks: cancellation, an answer to a ping
 * before the handshake, and the right error for parameters that are no object. Thread-safe.
 */
final class SessionChannel implements JavaServer.Channel {
    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);
    private static final String CANCELLED = "notifications/cancelled";

    private static final JSONRPCError NO_OBJECT =
            new JSONRPCError(McpSchema.ErrorCodes.INVALID_PARAMS, "params must be an object", null);

    private final McpServerSession session;
    private final ServerTransport transport;
    private final Runnable unregister;
    private final Inbox inbox = new Inbox(Integer.MAX_VALUE); // the gateway limits what is in flight at one server
    private final Map<Object, Disposable> inFlight = new ConcurrentHashMap<>();
    private volatile boolean initialized;

    SessionChannel(McpServerSession session, ServerTransport transport, Runnable unregister) {
        this.session = session;
        this.transport = transport;
        this.unregister = unregister;
    }

    @Override
    public void send(JsonText message) {
        inbox.add(() -> dispatch(message));
    }

    private void dispatch(JsonText text) {
        JSONRPCMessage message;
        try {
            message = SdkJson.read(text);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The SDK cannot read a message of the gateway");
            return;
        }
        if (message instanceof JSONRPCRequest request) {
            handleRequest(request);
            return;
        }
        if (message instanceof JSONRPCNotification notification) {
            if (notification.method().equals(CANCELLED)) {
                cancel(notification);
                return;
            }
            initialized |= notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED);
        }
        subscribe(session.handle(message));
    }

    private void handleRequest(JSONRPCRequest request) {
        if (!initialized && request.method().equals(McpSchema.METHOD_PING)) {
            // The SDK lets it wait for the end of the handshake, which may never come.
            subscribe(transport.sendMessage(JSONRPCResponse.result(request.id(), Map.of())));
            return;
        }
        if (request.params() != null && !(request.params() instanceof Map)) {
            // The SDK would call it an internal error.
            subscribe(transport.sendMessage(JSONRPCResponse.error(request.id(), NO_OBJECT)));
            return;
        }
        Disposable.Swap running = Disposables.swap();
        inFlight.put(request.id(), running);
        running.update(subscribe(session.handle(request).doFinally(ignored -> inFlight.remove(request.id(), running))));
    }

    private static Disposable subscribe(Mono<Void> work) {
        return work.subscribe(ignored -> {}, e -> LOG.atWarn().setCause(e).log("The SDK failed on a message"));
    }

    private void cancel(JSONRPCNotification notification) {
        Object id = notification.params() instanceof Map<?, ?> params ? params.get("requestId") : null;
        Disposable running = id == null ? null : inFlight.remove(id);
        if (running != null) {
            running.dispose();
        }
    }

    /** Sends a notification; before the end of the handshake there is nobody who may hear it. */
    Mono<Void> sendNotification(String method, Object params) {
        return initialized ? session.sendNotification(method, params) : Mono.empty();
    }

    /** The server ends the conversation. Idempotent. */
    void closedByServer() {
        if (release()) {
            transport.tellEnd();
        }
    }

    @Override
    public void close() {
        release();
    }

    private boolean release() {
        if (!transport.shut()) {
            return false;
        }
        unregister.run();
        inbox.close();
        inFlight.values().forEach(Disposable::dispose);
        session.close(); // forgets subscriptions, and comes back here to find it done
        return true;
    }
}
