package io.mcpgateway.examples.docs;

import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.io.IOException;
import java.util.Optional;

// region secrets
/** Asks a vault, for the secrets of users only: OAuth tokens are names of another type. */
final class VaultSecrets implements SecretStore {
    /** What this needs of a vault. */
    interface Vault {
        Optional<String> read(String path) throws IOException;
    }

    private final Vault vault;

    VaultSecrets(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String describe() {
        return "the company vault";
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        if (!(name instanceof SecretName)) {
            return Optional.empty(); // not mine: the next store is asked
        }
        try {
            return vault.read("mcp/" + name.value()).map(Secret::of);
        } catch (IOException e) {
            throw new UnavailableException("The company vault does not answer", e);
        }
    }
}
// endregion
