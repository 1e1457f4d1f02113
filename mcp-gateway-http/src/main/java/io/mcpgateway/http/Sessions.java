package io.mcpgateway.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The legacy sessions, by id. An id is 192 random bits, so that it cannot be guessed. Thread-safe. */
final class Sessions {
    private static final int ID_BYTES = 24;

    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final GatewayServletOptions options;

    Sessions(GatewayServletOptions options) {
        this.options = options;
    }

    /** A session that takes up one of the places, but is not found before it is {@link #register}ed; empty if all are taken. */
    Optional<Session> create(String principal) {
        if (count.incrementAndGet() > options.maxSessions()) {
            count.decrementAndGet();
            return Optional.empty();
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Optional.of(new Session(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id), principal, options, this::ended));
    }

    void register(Session session) {
        byId.put(session.id(), session);
    }

    /** The session with this id, if it is this principal's. */
    @Nullable
    Session find(String id, String principal) {
        Session session = byId.get(id);
        return session != null && session.principal().equals(principal) ? session : null;
    }

    private void ended(Session session) {
        byId.remove(session.id());
        count.decrementAndGet();
    }

    /** A live view of them. */
    Collection<Session> all() {
        return byId.values();
    }

    void closeAll() {
        byId.values().forEach(Session::close);
    }

    int size() {
        return byId.size();
    }
}
