package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what the user's Docker client knows to log in to a registry, as that does: the helper for this registry, else the
 * helper for all, else {@code auths}.
 */
final class RegistryCredentials {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DockerConfig config;
    private final CredentialHelper helper;

    RegistryCredentials(Map<String, String> environment) {
        this.config = DockerConfig.of(environment);
        this.helper = new CredentialHelper(environment);
    }

    /**
     * The {@code X-Registry-Auth} header for a registry; empty if none is known, which means anonymous.
     *
     * @throws ConfigException if the configuration or a helper is broken
     */
    Optional<Secret> header(ImageReference image) {
        JsonNode file = config.file();
        String key = image.credentialKey();
        String name = file.path("credHelpers").path(image.registry()).asText("");
        if (name.isEmpty()) {
            name = file.path("credHelpers").path(key).asText("");
        }
        if (name.isEmpty()) {
            name = file.path("credsStore").asText("");
        }
        Optional<ObjectNode> found = name.isEmpty() ? Optional.empty() : fromHelper(name, key);
        return found.or(() -> fromFile(file.path("auths"), key)).map(RegistryCredentials::encode);
    }

    private Optional<ObjectNode> fromHelper(String name, String key) {
        return helper.get(name, key).map(answer -> {
            String username = answer.path("Username").asText("");
            String secret = answer.path("Secret").asText("");
            ObjectNode login = MAPPER.createObjectNode().put("serveraddress", key);
            return username.equals("<token>")
                    ? login.put("identitytoken", secret)
                    : login.put("username", username).put("password", secret);
        });
    }

    private static Optional<ObjectNode> fromFile(JsonNode auths, String key) {
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            if (host(entry.getKey()).equals(host(key))) {
                return login(entry.getValue(), key);
            }
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> login(JsonNode entry, String key) {
        ObjectNode login = MAPPER.createObjectNode().put("serveraddress", key);
        String token = entry.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(login.put("identitytoken", token));
        }
        String username = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        String auth = entry.path("auth").asText("");
        if (!auth.isEmpty()) {
            String[] pair = decode(auth, key).split(":", 2);
            if (pair.length == 2) {
                username = pair[0];
                password = pair[1].replace("\0", "");
            }
        }
        // After `docker login` with a helper an empty entry stays behind.
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of(login.put("username", username).put("password", password));
    }

    private static String decode(String auth, String key) {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes the text.
            throw new ConfigException("The login for %s in Docker's config.json is damaged; run `docker login %s`"
                    .formatted(key, host(key)));
        }
    }

    /** A key is a host, or an address that an old client wrote. */
    private static String host(String key) {
        String host = key.replaceFirst("^https?://", "");
        int slash = host.indexOf('/');
        return slash < 0 ? host : host.substring(0, slash);
    }

    private static Secret encode(ObjectNode login) {
        try {
            return Secret.of(Base64.getUrlEncoder().encodeToString(MAPPER.writeValueAsBytes(login)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings can always be written");
        }
    }
}
