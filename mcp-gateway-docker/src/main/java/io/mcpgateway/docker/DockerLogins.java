package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what the user's Docker client knows to log in to a registry, as that does: the helper for this registry, else the
 * helper for all, else {@code auths}. Read anew for each question. Blocks; thread-safe.
 */
public final class DockerLogins {
    private final DockerConfig config;
    private final CredentialHelper helper;

    private DockerLogins(Map<String, String> environment) {
        this.config = DockerConfig.of(environment);
        this.helper = new CredentialHelper(environment);
    }

    /** The logins of the Docker client that these environment variables would configure. */
    public static DockerLogins of(Map<String, String> environment) {
        return new DockerLogins(Map.copyOf(environment));
    }

    /**
     * One login.
     *
     * @param username the user's name; empty if the secret is an identity token
     * @param secret password or identity token
     */
    public record Login(String username, Secret secret) {}

    /**
     * The login for a registry; empty if none is known, which means anonymous.
     *
     * @param registry host, and port if it is named with one; {@code docker.io} for Docker Hub
     * @throws ConfigException if the configuration or a helper is broken
     */
    public Optional<Login> find(String registry) {
        JsonNode file = config.file();
        String key = ImageReference.credentialKey(registry);
        String name = file.path("credHelpers").path(registry).asText("");
        if (name.isEmpty()) {
            name = file.path("credHelpers").path(key).asText("");
        }
        if (name.isEmpty()) {
            name = file.path("credsStore").asText("");
        }
        Optional<Login> found = name.isEmpty() ? Optional.empty() : fromHelper(name, key);
        return found.or(() -> fromFile(file.path("auths"), key));
    }

    private Optional<Login> fromHelper(String name, String key) {
        return helper.get(name, key).map(answer -> {
            String username = answer.path("Username").asText("");
            Secret secret = Secret.of(answer.path("Secret").asText(""));
            return new Login(username.equals("<token>") ? "" : username, secret);
        });
    }

    private static Optional<Login> fromFile(JsonNode auths, String key) {
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            if (host(entry.getKey()).equals(host(key))) {
                return login(entry.getValue(), key);
            }
        }
        return Optional.empty();
    }

    private static Optional<Login> login(JsonNode entry, String key) {
        String token = entry.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new Login("", Secret.of(token)));
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
        return username.isEmpty() ? Optional.empty() : Optional.of(new Login(username, Secret.of(password)));
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
}
