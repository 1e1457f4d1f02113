package io.mcpgateway;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.Provider;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The providers of one SPI, by name. A provider that cannot be loaded is an error only for those who ask for it. */
final class Providers<P extends Provider<?>> {
    private final String kind;
    private final Map<String, P> byName = new TreeMap<>();
    private final StringBuilder broken = new StringBuilder();

    Providers(String kind, ServiceLoader<P> loader) {
        this.kind = kind;
        Iterator<P> discovered = loader.iterator();
        while (true) {
            try {
                if (!discovered.hasNext()) {
                    return;
                }
                add(discovered.next());
            } catch (ServiceConfigurationError e) {
                broken.append("; not loadable: ").append(e.getMessage());
            }
        }
    }

    private void add(P provider) {
        P earlier = byName.putIfAbsent(provider.name(), provider);
        if (earlier != null) {
            throw new ConfigException("Two %s providers are called '%s': %s and %s; remove one from the class path"
                    .formatted(
                            kind,
                            provider.name(),
                            earlier.getClass().getName(),
                            provider.getClass().getName()));
        }
    }

    P require(String name) {
        P provider = byName.get(name);
        if (provider == null) {
            throw new ConfigException("Unknown %s '%s'; known: %s%s".formatted(kind, name, byName.keySet(), broken));
        }
        return provider;
    }

    Collection<P> all() {
        return byName.values();
    }
}
