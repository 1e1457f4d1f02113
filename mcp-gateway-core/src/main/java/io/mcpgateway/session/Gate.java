package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.ResourceSubscriptions;
import io.mcpgateway.relay.Router;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.upstream.Question;
import io.mcpgateway.upstream.Shares;
import io.mcpgateway.view.Views;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come in. Knows the open conversations, so that list changes reach them and idle ones end. Thread-safe; the
 * sets own all state.
 */
public final class Gate implements ClientGate, AutoCloseable {
    private final GatewayOptions options;
    private final Router router;
    private final ResourceSubscriptions resources;
    private final Views views;
    private final Greeting greeting;
    private final Listener listener;
    private final Profiles profiles = new Profiles();
    private final Set<GateConversation> conversations = ConcurrentHashMap.newKeySet();
    private final ModernSessions modern;
    private final Shares legacySessions;
    private volatile boolean draining;
    private volatile boolean closed;

    /** Hears what clients do that concerns more than their conversation. Does not block. */
    public interface Listener {
        /**
         * A client of this profile is here, and its views are wanted until it lets go; false if there is no room for another
         * profile. Not called for the empty profile, which is always wanted.
         */
        boolean hold(CapabilityProfile profile, String principal);

        /** A client that was allowed to hold this profile does so no more. */
        void letGo(CapabilityProfile profile);

        /** Whether a call of this session waits until its client comes back. */
        boolean isParked(String sessionKey);

        /** A session has ended, and with it what was kept under its key. */
        void sessionEnded(String sessionKey);

        /** A client of the legacy era has sent a notification that the gateway does not understand. */
        void notified(String sessionKey, String method, @Nullable JsonText params);
    }

    /** A gate; the parts are owned by the caller. */
    public Gate(
            GatewayOptions options,
            Router router,
            ResourceSubscriptions resources,
            Views views,
            String version,
            Listener listener) {
        this.options = options;
        this.router = router;
        this.resources = resources;
        this.views = views;
        this.greeting = new Greeting(version);
        this.listener = listener;
        this.modern = new ModernSessions(options.limits().sessions());
        this.legacySessions = Shares.ofPrincipals(options.limits().sessions());
    }

    @Override
    public Conversation open(Peer peer, MessageStream toClient) {
        if (closed || draining) {
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

    /** Completes when a handshake may be answered, with whether all servers are known by then. */
    CompletionStage<Boolean> whenGreeting(CapabilityProfile profile) {
        Duration wait = options.waitForServers();
        CompletionStage<Void> ready =
                wait.isZero() ? CompletableFuture.completedFuture(null) : views.settled(profile, wait);
        return ready.thenApply(done -> views.isSettled(profile));
    }

    Profiles profiles() {
        return profiles;
    }

    /** Whether a client may have this profile now; if so, {@link #letGo} must follow. */
    boolean hold(CapabilityProfile profile, Peer peer) {
        return profile.equals(CapabilityProfile.EMPTY) || listener.hold(profile, peer.principal());
    }

    void letGo(CapabilityProfile profile) {
        if (!profile.equals(CapabilityProfile.EMPTY)) {
            listener.letGo(profile);
        }
    }

    ResourceSubscriptions resources() {
        return resources;
    }

    void notified(LegacySession session, Envelope notification) {
        listener.notified(session.client().sessionKey(), notification.method(), notification.params());
    }

    ModernSessions modern() {
        return modern;
    }

    /** Counts a legacy session in; false if there are too many, or too many of its principal. */
    boolean admit(GateConversation conversation, Peer peer) {
        if (!legacySessions.enter(Shares.holder(peer.principal()))) {
            return false;
        }
        conversations.add(conversation);
        return true;
    }

    /** Takes back what {@link #admit} counted. */
    void discount(Peer peer) {
        legacySessions.leave(Shares.holder(peer.principal()));
    }

    /** Whether a call of this session waits until its client comes back. */
    boolean isParked(String sessionKey) {
        return listener.isParked(sessionKey);
    }

    /** From now on the conversation is reached by list changes and the end of the gateway. */
    void remember(GateConversation conversation) {
        conversations.add(conversation);
    }

    /** Forgets a conversation; {@code sessionKey} is what its workloads were kept under, empty if they outlive it. */
    void forget(GateConversation conversation, String sessionKey) {
        conversations.remove(conversation);
        if (!sessionKey.isEmpty()) {
            modern.forget(sessionKey);
            listener.sessionEnded(sessionKey);
        }
    }

    /** Tells clients that lists have changed; {@code session} empty means all of the profile. */
    public void listsChanged(CapabilityProfile profile, String session, Set<String> lists) {
        conversations.forEach(conversation -> conversation.listsChanged(profile, session, lists));
    }

    /** Hands a notification that belongs to no request to the one session that may hear it. */
    public void notification(String session, String method, @Nullable JsonText params) {
        if (!session.isEmpty()) {
            conversations.forEach(conversation -> conversation.notification(session, method, params));
        }
    }

    /** Asks the client of a legacy session something that belongs to no request; false if there is no such session. */
    public boolean asked(String session, Question question) {
        for (GateConversation conversation : conversations) {
            if (conversation.asked(session, question)) {
                return true;
            }
        }
        return false;
    }

    /** Ends idle sessions; called now and then. */
    public void sweep() {
        conversations.forEach(conversation -> conversation.tick(options.limits().sessionIdle()));
        modern.endIdle(options.limits().sessionIdle(), listener::isParked, listener::sessionEnded);
    }

    /** How many legacy sessions are open. */
    public int sessions() {
        return legacySessions.taken();
    }

    /** From now on requests are refused; what is in flight goes on. Followed by {@link #close}. */
    public void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    @Override
    public void close() {
        closed = true;
        conversations.forEach(conversation -> conversation.end("the gateway is closing"));
    }
}
