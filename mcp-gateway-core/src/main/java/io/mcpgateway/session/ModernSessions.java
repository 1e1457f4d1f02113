package io.mcpgateway.session;

import io.mcpgateway.relay.UriOwners;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept between the requests of modern clients, which have no sessions of their own: under the session key (see the
 * design, section 6) the URIs that servers returned. Entries end after idle time. Thread-safe.
 */
final class ModernSessions {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private final UriOwners uriOwners = new UriOwners();
        private volatile long lastUsed = System.nanoTime();
    }

    /** What is kept under a key; null if it is new and there are too many. */
    @Nullable
    UriOwners uriOwners(String sessionKey, int most) {
        Entry entry = entries.get(sessionKey);
        if (entry == null) {
            if (entries.size() >= most) {
                return null;
            }
            entry = entries.computeIfAbsent(sessionKey, key -> new Entry());
        }
        entry.lastUsed = System.nanoTime();
        return entry.uriOwners;
    }

    /** The connection that this key stood for is gone. */
    void forget(String sessionKey) {
        entries.remove(sessionKey);
    }

    int size() {
        return entries.size();
    }

    /** Ends those that were not used for this long, and calls back with each key. */
    void endIdle(Duration idle, java.util.function.Consumer<String> ended) {
        long now = System.nanoTime();
        entries.forEach((key, entry) -> {
            if (now - entry.lastUsed > idle.toNanos() && entries.remove(key, entry)) {
                ended.accept(key);
            }
        });
    }
}
