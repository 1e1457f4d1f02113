package io.mcpgateway.spi;

import io.mcpgateway.model.ConfigException;

/**
 * Creates components of one kind. Found with {@link java.util.ServiceLoader}; the constructor takes nothing and does
 * nothing.
 *
 * @param <T> the kind of component
 */
public interface Provider<T extends AutoCloseable> {
    /** The name users write in configuration; lower case, stable for ever. */
    String name();

    /** Decides only between providers when configuration says {@code auto}; higher wins. */
    default int priority() {
        return 0;
    }

    /**
     * Creates one component. Called once per configured entry, on a thread that may block. The gateway closes what this
     * returns exactly once, and does not call it again after that.
     *
     * @throws ConfigException if the settings are wrong; the message names the setting
     */
    T create(ProviderContext context);
}
