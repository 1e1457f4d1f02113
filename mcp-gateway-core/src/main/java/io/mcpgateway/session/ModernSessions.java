package io.mcpgateway.session;

import io.mcpgateway.relay.UriOwners;
import io.mcpgateway.upstream.Shares;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is kept between the requests of modern clients, which have no sessions of their own: under the session key (see the
 * design, section 6) the URIs that servers returned. An entry ends when no request, subscription or parked call has used it
 * for the idle time. Thread-safe; the map owns the entries, and an entry is entered and ended under its lock in the map.
 */
final class ModernSessions {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Shares places;

    /** No sessions yet, and at most so many. */
    ModernSessions(int most) {
        this.places = Shares.ofPrincipals(most);
    }

    /** A session, as a request or subscription sees it; it is in use until that {@link #leave}s, once. */
    static final class Entry {
        private final UriOwners uriOwners = new UriOwners();
        private final String holder;
        private final AtomicInteger users = new AtomicInteger();
        private volatile long lastUsed = System.nanoTime();

        private Entry(String holder) {
            this.holder = holder;
        }

        UriOwners uriOwners() {
            return uriOwners;
        }

        /** How many requests and subscriptions use it. */
        int users() {
            return users.get();
        }

        void leave() {
            lastUsed = System.nanoTime();
            users.decrementAndGet();
        }

        private boolean isIdle(Duration idle) {
            return users.get() == 0 && System.nanoTime() - lastUsed > idle.toNanos();
        }
    }

    /** Takes a session into use; null if it is new and there are too many, or too many of this principal. */
    @Nullable
    Entry enter(String sessionKey, String principal) {
        return entries.compute(sessionKey, (key, known) -> {
            Entry entry = known != null ? known : create(Shares.holder(principal));
            if (entry != null) {
                entry.users.incrementAndGet();
            }
            return entry;
        });
    }

    private @Nullable Entry create(String holder) {
        return places.enter(holder) ? new Entry(holder) : null;
    }

    /** The connection that this key stood for is gone. */
    void forget(String sessionKey) {
        Entry entry = entries.remove(sessionKey);
        if (entry != null) {
            places.leave(entry.holder);
        }
    }

    int size() {
        return entries.size();
    }

    /** Ends those that were not used for this long and are not kept by a parked call, and calls back with each key. */
    void endIdle(Duration idle, Predicate<String> isParked, Consumer<String> ended) {
        for (String sessionKey : entries.keySet()) {
            Entry left = entries.computeIfPresent(sessionKey, (key, entry) -> {
                if (!entry.isIdle(idle) || isParked.test(key)) {
                    return entry;
                }
                places.leave(entry.holder);
                return null;
            });
            if (left == null) {
                ended.accept(sessionKey);
            }
        }
    }
}
