package io.mcpgateway.cli.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.SecretStores;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.SecretStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The stores that commands can change, by the word for them. Stateless. */
final class Stores {
    /** The word for the Docker credential helper. */
    static final String HELPER = "credstore";

    /** The word for the {@code .env} file in the home. */
    static final String FILE = "env";

    private Stores() {}

    /** All that there are, the preferred one first. */
    static Map<String, SecretStore.Writable> all(Session session) {
        Map<String, SecretStore.Writable> stores = new LinkedHashMap<>();
        helper(session).ifPresent(name -> stores.put(HELPER, SecretStores.credentialHelper(name)));
        stores.put(FILE, SecretStores.envFile(session.home().resolve(".env")));
        return stores;
    }

    private static Optional<String> helper(Session session) {
        JsonNode settings = DockerSettings.read(session.console().environment());
        return Optional.of(settings.path("credsStore").asText()).filter(name -> !name.isEmpty());
    }

    /** The one that a flag names; the preferred one if it names none. */
    static SecretStore.Writable named(Session session, String word) {
        Map<String, SecretStore.Writable> stores = all(session);
        if (word.isEmpty()) {
            return stores.values().iterator().next();
        }
        SecretStore.Writable store = stores.get(word);
        if (store == null) {
            throw new ConfigException("invalid provider: " + word + "; there are " + String.join(", ", stores.keySet())
                    + (stores.containsKey(HELPER) ? "" : " (credstore needs 'credsStore' in Docker's config.json)"));
        }
        return store;
    }
}
