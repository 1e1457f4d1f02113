package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The user's login to a registry in the form in which the engine takes it. */
final class RegistryCredentials {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DockerLogins logins;

    RegistryCredentials(Map<String, String> environment) {
        this.logins = DockerLogins.of(environment);
    }

    /**
     * The {@code X-Registry-Auth} header for a registry; empty if none is known, which means anonymous.
     *
     * @throws ConfigException if the configuration or a helper is broken
     */
    Optional<Secret> header(ImageReference image) {
        return logins.find(image.registry()).map(login -> {
            ObjectNode header =
                    MAPPER.createObjectNode().put("serveraddress", ImageReference.credentialKey(image.registry()));
            String secret = login.secret().reveal();
            return encode(
                    login.username().isEmpty()
                            ? header.put("identitytoken", secret)
                            : header.put("username", login.username()).put("password", secret));
        });
    }

    private static Secret encode(ObjectNode login) {
        try {
            return Secret.of(Base64.getUrlEncoder().encodeToString(MAPPER.writeValueAsBytes(login)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings can always be written");
        }
    }
}
