package io.mcpgateway.spi;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.RegistrySnapshot;
import java.util.List;

/**
 * Knows which servers are enabled, with what configuration and which tools. May also be {@link Watchable} and
 * {@link Writable}. Implementations are thread-safe; calls may block.
 */
public interface Registry extends AutoCloseable {
    /**
     * Reads the registry as it is now.
     *
     * @throws GatewayException if it cannot be read; the message names file, line and column
     */
    RegistrySnapshot read();

    /**
     * How a user sets the configuration of a server: words that go on after "set it", for messages.
     *
     * @param server the server's name
     */
    default String howToConfigure(String server) {
        return "under '" + RegistrySnapshot.canonicalName(server) + "' in config.yaml";
    }

    @Override
    default void close() {}

    /** A registry that can be changed. A change is whole or not at all, and keeps what it does not mean to change. */
    interface Writable extends Registry {
        /** Enables servers, in this order after those that are enabled; one that is enabled already stays where it is. */
        void enable(List<String> servers);

        /** Disables servers; one that is not enabled is no error. */
        void disable(List<String> servers);
    }
}
