package io.mcpgateway.examples.docs;

import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.SecretStoreContract;
import java.util.Map;
import java.util.Optional;

// region contract
class VaultSecretsTest implements SecretStoreContract {
    @Override
    public SecretStore storeWith(SecretName known, Secret value) {
        Map<String, String> vault = Map.of("mcp/" + known.value(), value.reveal());
        return new VaultSecrets(path -> Optional.ofNullable(vault.get(path)));
    }
}
// endregion
