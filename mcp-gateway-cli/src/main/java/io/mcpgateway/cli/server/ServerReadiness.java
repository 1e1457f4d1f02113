package io.mcpgateway.cli.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.SecretStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a server has what it asks for. */
public final class ServerReadiness {
    private final SecretStore secrets;
    private final RegistrySnapshot registry;

    /** For servers with these stores and this configuration. */
    public ServerReadiness(SecretStore secrets, RegistrySnapshot registry) {
        this.secrets = secrets;
        this.registry = registry;
    }

    Status oauth(ServerEntry entry) {
        return entry.oauthProviders().isEmpty() ? Status.NONE : Status.REQUIRED;
    }

    Status secrets(ServerEntry entry) {
        List<String> declared = entry.secrets().stream()
                .map(ServerEntry.SecretEntry::name)
                .distinct()
                .toList();
        return Status.of(declared.stream().filter(this::stored).count(), declared.size());
    }

    /** Whether a store has the secret; none has one whose name is {@link #misnamed}. */
    public boolean stored(String secret) {
        return misnamed(secret).isEmpty()
                && secrets.find(new SecretName(secret)).isPresent();
    }

    /** What is wrong with a name that a catalog gives to a secret; empty if nothing is. */
    public static Optional<String> misnamed(String secret) {
        try {
            requireNonNull(new SecretName(secret));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage() + "; its entry in the catalog has to be mended");
        }
    }

    /** How much of the configuration that its schema asks for is there. */
    public Status configuration(ServerEntry entry) {
        Set<String> asked = new HashSet<>();
        for (JsonText text : entry.configSchemas()) {
            JsonNode schema = Json.parse(text);
            Set<String> all = new HashSet<>();
            asked(schema.path("properties"), "", all);
            if (schema.path("required").isArray()) {
                // Upstream counts every value; a schema that names the required ones is believed here.
                all.removeIf(path -> !required(schema.path("required"), path));
            }
            asked.addAll(all);
        }
        Set<String> given = new HashSet<>();
        registry.configurationOf(entry.name()).ifPresent(values -> given(Json.parse(values), "", given));
        return Status.of(asked.stream().filter(given::contains).count(), asked.size());
    }

    private static boolean required(JsonNode names, String path) {
        for (JsonNode name : names) {
            if (path.equals(name.asText()) || path.startsWith(name.asText() + ".")) {
                return true;
            }
        }
        return false;
    }

    private static void asked(JsonNode properties, String prefix, Set<String> into) {
        properties.properties().forEach(property -> {
            JsonNode nested = property.getValue().path("properties");
            String path = prefix + property.getKey();
            if (nested.isObject() && !nested.isEmpty()) {
                asked(nested, path + ".", into);
            } else {
                into.add(path);
            }
        });
    }

    private static void given(JsonNode values, String prefix, Set<String> into) {
        values.properties().forEach(value -> {
            JsonNode node = value.getValue();
            String path = prefix + value.getKey();
            if (node.isObject()) {
                given(node, path + ".", into);
            }
            boolean empty = node.isNull()
                    || (node.isContainerNode() && node.isEmpty())
                    || node.asText("x").isEmpty();
            if (!empty) {
                into.add(path);
            }
        });
    }

    /** How much of what is asked for is there. */
    public enum Status {
        /** Nothing is asked for. */
        NONE("-"),
        /** Nothing is there. */
        REQUIRED("▲ required"),
        /** Some is there. */
        PARTIAL("◐ partial"),
        /** All is there. */
        DONE("✓ done");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        static Status of(long there, long asked) {
            if (asked == 0) {
                return NONE;
            }
            if (there == 0) {
                return REQUIRED;
            }
            return there < asked ? PARTIAL : DONE;
        }

        /** For tables. */
        String label() {
            return label;
        }

        /** For programs. */
        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
