package io.mcpgateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.SecretStoreContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSecretStoreTest implements SecretStoreContract {
    @Override
    public SecretStore storeWith(SecretName known, Secret value) {
        return SecretStores.environment(
                Map.of(known.value().toUpperCase(java.util.Locale.ROOT).replace('.', '_'), value.reveal()), "");
    }

    @Test
    void namesBecomeVariables() {
        SecretStore store = SecretStores.environment(
                Map.of("A_B_C_D", "x", "EMPTY", "", "MCP_GATEWAY_AUTH_TOKEN", "token", "P_A", "prefixed"), "");

        assertThat(store.find(new SecretName("a.b-c/d"))).isPresent();
        assertThat(store.find(new SecretName("empty"))).isEmpty();
        assertThat(store.find(new SecretName("mcp_gateway.auth_token"))).isEmpty();
    }

    @Test
    void aPrefixHidesEverythingElse() {
        SecretStore store = SecretStores.environment(Map.of("HOME", "/root", "MCP_SECRET_A", "x"), "MCP_SECRET_");

        assertThat(store.find(new SecretName("home"))).isEmpty();
        assertThat(store.find(new SecretName("a"))).isPresent();
    }
}
