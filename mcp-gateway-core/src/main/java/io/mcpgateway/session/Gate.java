package io.mcpgateway.session;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Router;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.view.Views;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come in. Knows the open conversations, so that list changes reach them and idle ones end. Thread-safe; the
 * sets own all state.
 */
public final class Gate implements ClientGate, AutoCloseable {
    private final GatewayOptions options;
    private final Router router;
    private final Views views;
    private final Greeting greeting;
    private final Consumer<String> sessionEnded;
    private final Set<GateConversation> conversations = ConcurrentHashMap.newKeySet();
    private final ModernSessions modern = new ModernSessions();
    private final AtomicInteger legacySessions = new AtomicInteger();
    private volatile boolean closed;

    /**
     * A gate; the parts are owned by the caller.
     *
     * @param sessionEnded hears the key of each session that ends, so that its workloads can be ended
     */
    public Gate(GatewayOptions options, Router router, Views views, String version, Consumer<String> sessionEnded) {
        this.options = options;
        this.router = router;
        this.views = views;
        this.greeting = new Greeting(version);
        this.sessionEnded = sessionEnded;
    }

    @Override
    public Conversation open(Peer peer, MessageStream toClient) {
        if (closed) {
            throw new GatewayException(ErrorCode.INTERNAL, "The gateway is closed");
        }
        return new GateConversation(this, peer, toClient);
    }

    GatewayOptions options() {
        return options;
    }

    Router router() {
        return router;
    }

    Views views() {
        return views;
    }

    Greeting greeting() {
        return greeting;
    }

    ModernSessions modern() {
        return modern;
    }

    /** Counts a legacy session in; false if there are too many. */
    boolean admit(GateConversation conversation) {
        if (legacySessions.incrementAndGet() > options.limits().sessions()) {
            legacySessions.decrementAndGet();
            return false;
        }
        conversations.add(conversation);
        return true;
    }

    /** Takes back what {@link #admit} counted. */
    void discount() {
        legacySessions.decrementAndGet();
    }

    /** From now on the conversation is reached by list changes and the end of the gateway. */
    void remember(GateConversation conversation) {
        conversations.add(conversation);
    }

    /**
     * Forgets a conversation.
     *
     * @param sessionKey what its workloads were kept under; empty if they outlive it
     * @param legacySession whether it had become a legacy session
     */
    void forget(GateConversation conversation, String sessionKey, boolean legacySession) {
        conversations.remove(conversation);
        if (legacySession) {
            legacySessions.decrementAndGet();
        }
        if (!sessionKey.isEmpty()) {
            modern.forget(sessionKey);
            sessionEnded.accept(sessionKey);
        }
    }

    /** Tells clients that lists have changed; {@code session} empty means all of the profile. */
    public void listsChanged(CapabilityProfile profile, String session, Set<String> lists) {
        conversations.forEach(conversation -> conversation.listsChanged(session, lists));
    }

    /** Hands a log message that belongs to no request to the one session that may hear it. */
    public void logMessage(String session, String method, @Nullable JsonText params) {
        if (!session.isEmpty()) {
            conversations.forEach(conversation -> conversation.logMessage(session, method, params));
        }
    }

    /** Ends idle sessions; called now and then. */
    public void sweep() {
        conversations.forEach(
                conversation -> conversation.endIfIdle(options.limits().sessionIdle()));
        modern.endIdle(options.limits().sessionIdle(), sessionEnded);
    }

    /** How many legacy sessions are open. */
    public int sessions() {
        return legacySessions.get();
    }

    @Override
    public void close() {
        closed = true;
        conversations.forEach(conversation -> conversation.end("the gateway is closing"));
    }
}
