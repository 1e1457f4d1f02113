package io.mcpgateway.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.policy.SecretRules;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The user's files as one JSON object, in the form of the Go program, without secrets: those stay where they are. Stateless.
 */
final class Backup {
    /** Members of a backup, and their files. */
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("config", "config.yaml");
        FILES.put("registry", "registry.yaml");
        FILES.put("tools", "tools.yaml");
        FILES.put("catalog", "catalog.json");
    }

    /** Names that are given to catalogs; a path is none, though a clean file name could be made of it. */
    private static final Pattern NAME = Pattern.compile("[^/\\\\\\x00]{1,250}");

    private Backup() {}

    /** All files as they are. */
    static ObjectNode of(Path home) {
        ObjectNode backup = Json.mapper().createObjectNode();
        FILES.forEach((member, file) -> backup.put(member, text(home.resolve(file))));
        ObjectNode catalogs = backup.putObject("catalogFiles");
        new JsoncEditor("catalog.json")
                .read(backup.path("catalog").asText())
                .path("catalogs")
                .fieldNames()
                .forEachRemaining(name -> catalogs.put(name, registered(home, name)));
        String rules = SecretRules.read(home);
        if (!rules.isEmpty()) {
            backup.put("policy", rules);
        }
        return backup;
    }

    private static Path catalog(Path home, String name) {
        if (!NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new ConfigException("'" + name + "' is no name for a catalog file");
        }
        return CatalogFileNames.file(home, name);
    }

    /** A catalog that catalog.json names: were one left out, nobody would know before it is missed. */
    private static String registered(Path home, String name) {
        Path file = catalog(home, name);
        if (!Files.exists(file)) {
            throw new ConfigException("catalog.json names the catalog '" + name + "', but there is no " + file
                    + "; 'mcp-gateway catalog rm " + name + "' takes it out, or 'mcp-gateway catalog update " + name
                    + "' fetches it");
        }
        return text(file);
    }

    private static String text(Path file) {
        return SafeFiles.read(file, Change.MAX_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    /**
     * Plans to bring a backup's files back; what it does not speak of stays. Everything is checked first.
     *
     * @param source where the backup is from, for errors
     */
    static void restore(Path home, String source, String text, Change change) {
        JsonNode backup = new JsoncEditor(source).read(text);
        FILES.forEach((member, file) -> {
            JsonNode content = backup.get(member);
            if (content != null) {
                check(source, member, content);
                put(change, home.resolve(file), content.asText());
            }
        });
        JsonNode policy = backup.path("policy");
        if (!policy.isMissingNode()) {
            if (!policy.isTextual()) {
                throw new ConfigException("backup: 'policy' is no text");
            }
            SecretRules.write(home, "backup: policy", policy.asText(), change);
        }
        JsonNode catalogs = backup.path("catalogFiles");
        if (!catalogs.isMissingNode() && !catalogs.isObject()) {
            throw new ConfigException(source + ": 'catalogFiles' is no object");
        }
        for (Map.Entry<String, JsonNode> each : catalogs.properties()) {
            if (!each.getValue().isTextual()) {
                throw new ConfigException(source + ": the catalog '" + each.getKey() + "' is no text");
            }
            put(change, catalog(home, each.getKey()), each.getValue().asText());
        }
    }

    /** A file that is not there is an empty text in a backup, and need not be made for it. */
    private static void put(Change change, Path file, String content) {
        if (!content.isEmpty() || change.read(file).isPresent()) {
            change.write(file, content);
        }
    }

    /** Whether it is one of the Go program's with secrets, which are not brought back. */
    static boolean holdsSecrets(String source, String text) {
        return new JsoncEditor(source).read(text).has("secrets");
    }

    private static void check(String source, String member, JsonNode content) {
        if (!content.isTextual()) {
            throw new ConfigException(source + ": '" + member + "' is no text");
        }
        if (member.equals("catalog")) {
            new JsoncEditor(source + ": catalog").read(content.asText());
        } else {
            new YamlEditor(source + ": " + member).read(content.asText());
        }
    }
}
