package io.mcpgateway.secret;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Secret;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.SecretStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks stores in order. One that has none is passed; one that cannot answer is passed with one warning, and with another one
 * only after it has answered again; one that refuses ends the search. Thread-safe.
 */
public final class SecretStoreChain implements SecretStore.Listable {
    private final List<SecretStore> stores;
    private final EventSink events;
    private final Set<SecretStore> unavailable = ConcurrentHashMap.newKeySet();

    /** Asks these stores; owns them. */
    public SecretStoreChain(List<SecretStore> stores, EventSink events) {
        this.stores = List.copyOf(stores);
        this.events = requireNonNull(events, "events");
    }

    @Override
    public String describe() {
        return stores.isEmpty()
                ? "no secret store"
                : stores.stream().map(SecretStore::describe).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        for (SecretStore store : stores) {
            try {
                Optional<Secret> found = store.find(name);
                unavailable.remove(store);
                if (found.isPresent()) {
                    return found;
                }
            } catch (UnavailableException e) {
                warn(store, e);
            }
        }
        return Optional.empty();
    }

    /** The names in those stores that can tell, without those that cannot now. */
    @Override
    public List<StoredName> list() {
        Set<StoredName> names = new TreeSet<>(Comparator.comparing(StoredName::value)
                .thenComparing(name -> name.getClass().getName()));
        for (SecretStore store : stores) {
            try {
                if (store instanceof SecretStore.Listable listable) {
                    names.addAll(listable.list());
                    unavailable.remove(store);
                }
            } catch (UnavailableException e) {
                warn(store, e);
            }
        }
        return List.copyOf(names);
    }

    @Override
    public void close() {
        stores.forEach(SecretStore::close);
    }

    private void warn(SecretStore store, UnavailableException e) {
        if (unavailable.add(store)) {
            events.event(
                    EventSink.Level.WARN,
                    "A secret store cannot answer; the next one is asked",
                    Map.of("store", store.describe(), "reason", String.valueOf(e.getMessage())));
        }
    }
}
