package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The registered catalogs: {@code catalog.json}. What it does not know in that file it leaves alone. Stateless. */
final class CatalogIndex {
    private static final String CATALOGS = "catalogs";

    private final Path file;
    private final Supplier<String> text;

    private CatalogIndex(Path file, Supplier<String> text) {
        this.file = file;
        this.text = text;
    }

    /** The index as it is. */
    static CatalogIndex of(Path home) {
        Path file = home.resolve("catalog.json");
        return new CatalogIndex(
                file,
                () -> SafeFiles.read(file, Change.MAX_BYTES)
                        .map(bytes -> YamlReader.decode(file.toString(), bytes))
                        .orElse(""));
    }

    /** The index as a change sees it. */
    static CatalogIndex of(Path home, Change change) {
        Path file = home.resolve("catalog.json");
        return new CatalogIndex(file, () -> change.text(file));
    }

    /**
     * One catalog.
     *
     * @param name its name
     * @param displayName its title
     * @param url where it came from, a URL or an absolute path; empty if nowhere
     * @param lastUpdate when it was fetched, RFC 3339; empty if not since it was imported
     */
    record Entry(String name, String displayName, String url, String lastUpdate) {
        Entry updated(String when) {
            return new Entry(name, displayName, url, when);
        }
    }

    /** The whole document. */
    ObjectNode document() {
        ObjectNode document = editor().read(text.get());
        JsonNode catalogs = document.path(CATALOGS);
        if (!catalogs.isMissingNode() && !catalogs.isNull() && !catalogs.isObject()) {
            throw new ConfigException(file + ": 'catalogs' is no object");
        }
        return document;
    }

    /** All, by name. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (var each : document().path(CATALOGS).properties()) {
            JsonNode value = each.getValue();
            all.add(new Entry(
                    each.getKey(),
                    value.path("displayName").asText(),
                    value.path("url").asText(),
                    value.path("lastUpdate").asText()));
        }
        all.sort(java.util.Comparator.comparing(Entry::name));
        return all;
    }

    Optional<Entry> find(String name) {
        return all().stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** One that must be there. */
    Entry require(String name) {
        return find(name)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "catalog \"" + name + "\" not found"
                                + Suggestions.didYouMean(
                                        name, all().stream().map(Entry::name).toList())));
    }

    /** Registers one, in place of the one of the same name. */
    void put(Change change, Entry entry) {
        ObjectNode value = Json.mapper().createObjectNode().put("displayName", entry.displayName());
        if (!entry.url().isEmpty()) {
            value.put("url", entry.url());
        }
        if (!entry.lastUpdate().isEmpty()) {
            value.put("lastUpdate", entry.lastUpdate());
        }
        change.write(file, editor().set(change.text(file), List.of(CATALOGS, entry.name()), value));
    }

    void remove(Change change, String name) {
        change.write(file, editor().remove(change.text(file), List.of(CATALOGS, name)));
    }

    /** No catalog is registered any more. */
    void clear(Change change) {
        change.write(
                file,
                editor().set(change.text(file), List.of(CATALOGS), Json.mapper().createObjectNode()));
    }

    private JsoncEditor editor() {
        return new JsoncEditor(file.toString());
    }
}
