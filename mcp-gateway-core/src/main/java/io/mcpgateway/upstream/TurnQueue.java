package io.mcpgateway.upstream;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a turn: by server and by client, both in rotation: whoever was served goes to the end. Not thread-safe;
 * guarded by the {@link Turns} that own it.
 */
final class TurnQueue {
    private final Map<String, Map<String, ArrayDeque<Turns.Waiter>>> servers = new LinkedHashMap<>();
    private int size;

    void add(Turns.Waiter waiter) {
        servers.computeIfAbsent(waiter.server(), absent -> new LinkedHashMap<>())
                .computeIfAbsent(waiter.client(), absent -> new ArrayDeque<>())
                .add(waiter);
        size++;
    }

    void remove(Turns.Waiter waiter) {
        Map<String, ArrayDeque<Turns.Waiter>> clients = servers.get(waiter.server());
        if (clients == null) {
            return;
        }
        ArrayDeque<Turns.Waiter> own = clients.get(waiter.client());
        if (own == null || !own.remove(waiter)) {
            return;
        }
        size--;
        if (own.isEmpty()) {
            clients.remove(waiter.client());
        }
        if (clients.isEmpty()) {
            servers.remove(waiter.server());
        }
    }

    /** Takes out the first in turn that may go; null if none may. */
    Turns.@Nullable Waiter take(Predicate<Turns.Waiter> mayGo) {
        for (Map.Entry<String, Map<String, ArrayDeque<Turns.Waiter>>> server : servers.entrySet()) {
            for (Iterator<Map.Entry<String, ArrayDeque<Turns.Waiter>>> clients =
                            server.getValue().entrySet().iterator();
                    clients.hasNext(); ) {
                Turns.Waiter first = clients.next().getValue().element();
                if (mayGo.test(first)) {
                    remove(first);
                    toTheEnd(first);
                    return first;
                }
            }
        }
        return null;
    }

    private void toTheEnd(Turns.Waiter served) {
        Map<String, ArrayDeque<Turns.Waiter>> clients = servers.remove(served.server());
        if (clients == null) {
            return;
        }
        servers.put(served.server(), clients);
        ArrayDeque<Turns.Waiter> own = clients.remove(served.client());
        if (own != null) {
            clients.put(served.client(), own);
        }
    }

    /** How many of the same server are served before this one, as things are now. */
    int before(Turns.Waiter waiter) {
        Map<String, ArrayDeque<Turns.Waiter>> clients = servers.get(waiter.server());
        if (clients == null) {
            return 0;
        }
        ArrayDeque<Turns.Waiter> own = clients.get(waiter.client());
        if (own == null) {
            return 0;
        }
        int index = 0;
        for (Turns.Waiter other : own) {
            if (other == waiter) {
                break;
            }
            index++;
        }
        int before = index;
        boolean ahead = true;
        for (ArrayDeque<Turns.Waiter> others : clients.values()) {
            if (others == own) {
                ahead = false;
            } else {
                before += Math.min(others.size(), ahead ? index + 1 : index);
            }
        }
        return before;
    }

    void forEach(Consumer<Turns.Waiter> action) {
        servers.values().forEach(clients -> clients.values().forEach(own -> own.forEach(action)));
    }

    int size() {
        return size;
    }
}
