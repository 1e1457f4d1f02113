package io.mcpgateway.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets in the store behind a Docker credential helper, where Docker's own programs keep them: a secret {@code NAME} is
 * the password of user {@code mcp} at server {@code sm_NAME}. Blocks; thread-safe.
 */
public final class CredentialHelperSecretStore implements SecretStore.Writable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PREFIX = "sm_";
    private static final String USER = "mcp";

    private final CredentialHelper helper;

    /** The store behind this helper: the part of its name after {@code docker-credential-}, or the path of a program. */
    public CredentialHelperSecretStore(String name) {
        this.helper = new CredentialHelper(name.contains("/") ? name : "docker-credential-" + name);
    }

    @Override
    public String describe() {
        return "credential helper " + helper;
    }

    @Override
    public Optional<Secret> find(StoredName name) {
        if (!(name instanceof SecretName)) {
            return Optional.empty();
        }
        byte[] answer = helper.ask("get", key(name).getBytes(StandardCharsets.UTF_8));
        if (answer == null) {
            return Optional.empty();
        }
        JsonNode found = parse(answer);
        JsonNode secret = found.path("Secret");
        // The helper for 'pass' answers so, and with success, for what it does not have.
        boolean nothing =
                secret.asText().isEmpty() && found.path("Username").asText().isEmpty();
        return secret.isTextual() && !nothing ? Optional.of(Secret.of(secret.asText())) : Optional.empty();
    }

    @Override
    public List<StoredName> list() {
        byte[] answer = helper.ask("list", new byte[0]);
        List<StoredName> names = new ArrayList<>();
        if (answer != null) {
            parse(answer).fieldNames().forEachRemaining(key -> {
                if (key.startsWith(PREFIX)) {
                    SecretNames.parse(key.substring(PREFIX.length())).ifPresent(names::add);
                }
            });
        }
        names.sort(Comparator.comparing(StoredName::value));
        return names;
    }

    @Override
    public void put(StoredName name, Secret secret) {
        if (!(name instanceof SecretName)) {
            throw new DeniedException(describe() + " keeps secrets only", null);
        }
        try {
            helper.ask(
                    "store",
                    MAPPER.writeValueAsBytes(
                            Map.of("ServerURL", key(name), "Username", USER, "Secret", secret.reveal())));
        } catch (IOException e) {
            throw new UnavailableException("A secret cannot be written as JSON", e);
        }
    }

    @Override
    public boolean remove(StoredName name) {
        if (find(name).isEmpty()) {
            return false;
        }
        helper.ask("erase", key(name).getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static String key(StoredName name) {
        return PREFIX + name.value();
    }

    private JsonNode parse(byte[] answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (IOException e) {
            // Not the cause: its message may hold a part of the answer.
            throw new UnavailableException(helper + " gave no valid JSON", null);
        }
    }
}
