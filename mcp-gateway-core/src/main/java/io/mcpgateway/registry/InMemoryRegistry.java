package io.mcpgateway.registry;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A registry that lives as long as the program. Thread-safe: one immutable snapshot behind one reference. */
public final class InMemoryRegistry implements Registry.Writable, Watchable {
    private final AtomicReference<RegistrySnapshot> snapshot;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** A registry that starts with this. */
    public InMemoryRegistry(RegistrySnapshot start) {
        this.snapshot = new AtomicReference<>(requireNonNull(start, "start"));
    }

    @Override
    public RegistrySnapshot read() {
        return requireNonNull(snapshot.get());
    }

    /** Puts another snapshot in place of the current one. */
    public void replace(RegistrySnapshot next) {
        requireNonNull(next, "next");
        change(now -> next);
    }

    @Override
    public void enable(List<String> servers) {
        List<String> more = List.copyOf(servers);
        change(now -> {
            List<String> enabled = new ArrayList<>(now.enabled());
            for (String server : more) {
                if (!enabled.contains(server)) {
                    enabled.add(server);
                }
            }
            return new RegistrySnapshot(enabled, now.configuration(), now.tools());
        });
    }

    @Override
    public void disable(List<String> servers) {
        List<String> fewer = List.copyOf(servers);
        change(now -> {
            List<String> enabled = new ArrayList<>(now.enabled());
            enabled.removeAll(fewer);
            return new RegistrySnapshot(enabled, now.configuration(), now.tools());
        });
    }

    @Override
    public Watch watch(Runnable changed) {
        Listener listener = new Listener(requireNonNull(changed, "changed"));
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void change(UnaryOperator<RegistrySnapshot> next) {
        RegistrySnapshot before = snapshot.getAndUpdate(next);
        if (!before.equals(snapshot.get())) {
            listeners.forEach(listener -> listener.changed.run());
        }
    }

    // A class and not the runnable itself: one runnable may watch twice, and closes each watch apart.
    private static final class Listener {
        private final Runnable changed;

        Listener(Runnable changed) {
            this.changed = changed;
        }
    }
}
