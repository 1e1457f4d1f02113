package io.mcpgateway.spi;

import io.mcpgateway.model.Secret;
import io.mcpgateway.model.StoredName;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads secrets. Implementations are thread-safe; calls may block. */
public interface SecretStore extends AutoCloseable {
    /** What the store is called in messages, such as {@code env file /home/me/.env}. */
    String describe();

    /**
     * Finds a secret; empty if this store has none, so that the next store is asked.
     *
     * @throws UnavailableException if the store cannot answer now; the next store is asked, with one warning
     * @throws DeniedException if the store or its owner refuses; no other store is asked
     */
    Optional<Secret> find(StoredName name);

    @Override
    default void close() {}

    /** A store that can tell which names it has. */
    interface Listable extends SecretStore {
        /** The names, sorted by value. */
        List<StoredName> list();
    }

    /** A store that can be changed. */
    interface Writable extends Listable {
        /** Stores a secret, in place of an earlier one of that name. */
        void put(StoredName name, Secret secret);

        /** Removes a secret; false if there was none. */
        boolean remove(StoredName name);
    }

    /** The store cannot answer now. */
    class UnavailableException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** With the reason, and its cause or {@code null}. */
        public UnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The store or its owner refuses. */
    class DeniedException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** With the reason, and its cause or {@code null}. */
        public DeniedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
