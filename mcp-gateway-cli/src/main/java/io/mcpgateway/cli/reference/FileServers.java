package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.Catalogs;
import io.mcpgateway.cli.assembly.ImportedCatalogs;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.HomePaths;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Servers that a file describes: a catalog, one entry, or a server document of the community registry. */
final class FileServers {
    private static final List<String> DOCUMENT = List.of("$schema", "packages", "remotes");

    private final Session session;

    FileServers(Session session) {
        this.session = session;
    }

    List<ObjectNode> resolve(String reference, String text) {
        Path file = path(reference, text);
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".yaml") && !lower.endsWith(".yml") && !lower.endsWith(".json")) {
            throw new ConfigException(reference + ": unsupported file extension: must be .yaml, .yml, or .json");
        }
        byte[] bytes = SafeFiles.read(file, Change.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, reference + ": there is no such file"));
        ObjectNode document = new YamlEditor(file.toString()).read(YamlReader.decode(file.toString(), bytes));
        if (document.has("registry")) {
            return ofCatalog(reference, file);
        }
        if (isServerDocument(document)) {
            CommunityServer server = CommunityServer.of(file.toString(), bytes);
            return List.of(ofEntry(file, server.name(), server.entry()));
        }
        String own = document.path("name").asText("");
        return List.of(ofEntry(file, own.isBlank() ? name.substring(0, name.lastIndexOf('.')) : own, document));
    }

    private static Path path(String reference, String text) {
        String decoded;
        try {
            decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "invalid local file reference \"" + reference
                            + "\": '%' comes before two hexadecimal digits; write %25 for a '%'",
                    e);
        }
        if (decoded.isBlank()) {
            throw new ConfigException(
                    "invalid local file reference \"" + reference + "\": local file path is required");
        }
        return HomePaths.resolve(Path.of(""), decoded);
    }

    private static boolean isServerDocument(ObjectNode document) {
        boolean wrapped = document.path("server").isObject();
        return wrapped || (!document.has("type") && DOCUMENT.stream().anyMatch(document::has));
    }

    private List<ObjectNode> ofCatalog(String reference, Path file) {
        ImportedCatalogs imported = ImportedCatalogs.of(session);
        try (Catalog catalog = imported.test(file) ? Catalogs.downloadedFile(file) : Catalogs.file(file)) {
            CatalogSnapshot snapshot = catalog.read();
            if (!snapshot.problems().isEmpty()) {
                throw ConfigException.of(snapshot.problems());
            }
            if (snapshot.servers().isEmpty()) {
                throw new GatewayException(ErrorCode.NOT_FOUND, reference + ": the catalog has no servers");
            }
            return snapshot.servers().values().stream().map(ServerForm::of).toList();
        }
    }

    private ObjectNode ofEntry(Path file, String name, ObjectNode entry) {
        ObjectNode named = Json.mapper().createObjectNode().put("name", name);
        entry.properties().forEach(member -> {
            if (!member.getKey().equals("name")) {
                named.set(member.getKey(), member.getValue());
            }
        });
        ServerEntry read = ServerCheck.entry(ImportedCatalogs.of(session).origin(file), named);
        return ServerForm.of(read);
    }
}
