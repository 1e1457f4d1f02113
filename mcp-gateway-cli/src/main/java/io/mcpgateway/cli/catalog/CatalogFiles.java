package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.cli.catalog.CatalogIndex.Entry;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done to catalogs that are files; each method plans a change and does nothing else. Confined to one thread. */
final class CatalogFiles {
    private final Path home;
    private final Change change;
    private final CatalogIndex index;
    private final OwnProcesses processes;

    CatalogFiles(Session session, Change change) {
        this.home = session.home();
        this.change = change;
        this.index = CatalogIndex.of(home, change);
        this.processes = new OwnProcesses(session);
    }

    CatalogIndex index() {
        return index;
    }

    private Path file(String name) {
        return CatalogFileNames.file(home, name);
    }

    void create(String name) {
        CatalogNames.require(name);
        CatalogNames.refuseDocker(
                name, "cannot create catalog '" + name + "' as it is reserved for Docker's official catalog");
        requireNew(name);
        index.put(change, new Entry(name, name, "", ""));
        change.write(file(name), new YamlEditor(name).set(named(name, "", name, name), List.of("registry"), empty()));
    }

    private static ObjectNode empty() {
        return io.mcpgateway.cli.console.Json.mapper().createObjectNode();
    }

    private void requireNew(String name) {
        boolean taken = index.all().stream()
                .anyMatch(entry -> CatalogFileNames.clean(entry.name()).equals(CatalogFileNames.clean(name)));
        if (taken) {
            throw new GatewayException(ErrorCode.CONFIGURATION, "catalog \"" + name + "\" already exists");
        }
    }

    /** Two names that differ in case or in signs that no file name has would have one file. */
    private void requireOwnFile(String name) {
        Stream.concat(Stream.of(CatalogNames.DOCKER), index.all().stream().map(Entry::name))
                .filter(other -> !other.equals(name))
                .filter(other -> CatalogFileNames.clean(other).equals(CatalogFileNames.clean(name)))
                .findFirst()
                .ifPresent(other -> {
                    throw new GatewayException(
                            ErrorCode.CONFIGURATION,
                            "catalog \"" + name + "\" would be kept in the same file as catalog \"" + other
                                    + "\"; give it another name with --name");
                });
    }

    /** A document under a name of its own; the source is named in errors. */
    private static String named(String source, String text, String name, String displayName) {
        YamlEditor editor = new YamlEditor(source);
        String with = editor.set(text, List.of("name"), TextNode.valueOf(name));
        return editor.set(with, List.of("displayName"), TextNode.valueOf(displayName));
    }

    /** The name that a document gives itself; empty if none. */
    static String nameIn(String source, byte[] document) {
        return new YamlEditor(source)
                .read(YamlReader.decode(source, document))
                .path("name")
                .asText();
    }

    /** Takes a document in as a catalog. */
    void store(String name, String source, byte[] document) {
        CatalogNames.require(name);
        requireOwnFile(name);
        String text = YamlReader.decode(source, document);
        ObjectNode said = new YamlEditor(source).read(text);
        String displayName = said.path("displayName").asText(name);
        boolean complete = said.has("name") && said.has("displayName");
        String from = Downloads.isUrl(source)
                ? source
                : Path.of(source).toAbsolutePath().toString();
        index.put(change, new Entry(name, displayName, from, ""));
        change.write(
                file(name),
                complete ? document : named(source, text, name, displayName).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a newer document in place of a catalog's. */
    void refresh(Entry entry, byte[] document, String when) {
        index.put(change, entry.updated(when));
        change.write(file(entry.name()), document);
    }

    void fork(String from, String name) {
        CatalogNames.require(name);
        CatalogNames.refuseDocker(
                name, "cannot create catalog '" + name + "' as it is reserved for Docker's official catalog");
        Entry source = index.require(from);
        requireNew(name);
        String displayName = name + " (forked from " + source.name() + ")";
        index.put(change, new Entry(name, displayName, "", ""));
        String where = file(source.name()).toString();
        byte[] document = content(source);
        processes.check(where, document);
        change.write(file(name), named(where, YamlReader.decode(where, document), name, displayName));
    }

    byte[] content(Entry entry) {
        return change.read(file(entry.name()))
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "catalog \"" + entry.name() + "\" is registered, and its file " + file(entry.name())
                                + " is missing; 'catalog update " + entry.name() + "' fetches it again"));
    }

    void remove(String name) {
        CatalogNames.refuseDocker(name, "cannot remove catalog 'docker-mcp' as it is managed by Docker");
        Entry entry = index.require(name);
        change.delete(file(entry.name()));
        index.remove(change, name);
    }

    /** Removes all of them. */
    void reset() {
        index.all().forEach(entry -> change.delete(file(entry.name())));
        Path directory = home.resolve("catalogs");
        if (Files.isDirectory(directory)) {
            try (var files = Files.list(directory)) {
                files.filter(Files::isRegularFile).forEach(change::delete);
            } catch (java.io.IOException e) {
                throw new GatewayException(
                        ErrorCode.CONFIGURATION, directory + ": cannot be read: " + e.getMessage(), e);
            }
        }
        index.clear(change);
    }

    /** Copies a server of another document into a catalog. */
    void add(String name, String server, String source, byte[] document, boolean force) {
        CatalogNames.refuseDocker(name, "cannot add servers to catalog 'docker-mcp' as it is managed by Docker");
        Entry entry = index.require(name);
        ObjectNode said = new YamlEditor(source).read(YamlReader.decode(source, document));
        JsonNode found = said.path("registry").path(server);
        if (!found.isObject()) {
            List<String> names = new java.util.ArrayList<>();
            said.path("registry").fieldNames().forEachRemaining(names::add);
            throw new GatewayException(
                    ErrorCode.NOT_FOUND,
                    "server \"" + server + "\" not found in catalog \"" + source + "\""
                            + Suggestions.didYouMean(server, names));
        }
        ObjectNode copied = empty();
        copied.putObject("registry").set(server, found);
        processes.check(source, copied.toString().getBytes(StandardCharsets.UTF_8));
        put(entry, server, found, force);
    }

    /** Puts a server into a catalog that is not Docker's. */
    void put(String name, String server, JsonNode found, boolean force) {
        CatalogNames.refuseDocker(name, "cannot import servers into catalog 'docker-mcp' as it is managed by Docker");
        put(index.require(name), server, found, force);
    }

    private void put(Entry entry, String server, JsonNode found, boolean force) {
        Path file = file(entry.name());
        String text = change.text(file);
        Optional<JsonNode> there = Optional.of(new YamlEditor(file.toString())
                        .read(text)
                        .path("registry")
                        .path(server))
                .filter(JsonNode::isObject);
        if (there.isPresent() && !force) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "server \"" + server + "\" already exists in catalog \"" + entry.name()
                            + "\" (use --force to overwrite)");
        }
        change.write(file, new YamlEditor(file.toString()).set(text, List.of("registry", server), found));
    }
}
