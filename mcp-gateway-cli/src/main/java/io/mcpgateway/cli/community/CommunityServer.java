package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.edit.JsoncEditor;
import io.mcpgateway.files.YamlReader;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server of the community registry as catalogs have it.
 *
 * @param name its name in catalogs
 * @param entry its entry, without the name
 * @param kind what it is made of: {@code image}, {@code npm}, {@code pypi}, or {@code remote}
 * @param registryName its name in the registry
 * @param version its version; empty if the registry gives none
 * @param source where the registry has this version; empty if it does not come from a registry
 * @param notes what could not be taken over as it is, for people
 */
public record CommunityServer(
        String name,
        ObjectNode entry,
        String kind,
        String registryName,
        String version,
        String source,
        List<String> notes) {
    /** Copies the list. */
    public CommunityServer {
        notes = List.copyOf(notes);
    }

    /**
     * Reads a server document, without a look at what its packages need to run.
     *
     * @param source where it comes from, for messages
     * @throws io.mcpgateway.model.ConfigException if it is none, or has nothing that can be run or reached
     */
    public static CommunityServer of(String source, byte[] document) {
        ServerDocument read =
                ServerDocument.of(source, new JsoncEditor(source).read(YamlReader.decode(source, document)));
        return ServerImport.server(read, read.catalogName(), "", Runtimes.DEFAULT);
    }

    /**
     * Reads a server document that is one of many, without a look at what its packages need to run.
     *
     * @param source where they come from, for messages
     * @param otherwise its name if it gives itself none
     * @throws io.mcpgateway.model.ConfigException as {@link #of(String, byte[])}
     */
    public static CommunityServer of(String source, JsonNode document, String otherwise) {
        ServerDocument read = ServerDocument.of(source, document, otherwise);
        return ServerImport.server(read, read.catalogName(), "", Runtimes.DEFAULT);
    }

    CommunityServer withNote(String note) {
        return new CommunityServer(
                name,
                entry,
                kind,
                registryName,
                version,
                source,
                Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** The snapshot that profiles and OCI catalogs keep: {@code {server: {name, type, …}}}. */
    public ObjectNode snapshot() {
        ObjectNode snapshot = Json.mapper().createObjectNode();
        snapshot.putObject("server").put("name", name).setAll(entry.deepCopy());
        return snapshot;
    }

    /** The server of a catalog or profile that goes on being this version of the registry's. */
    public ObjectNode registered() {
        ObjectNode server =
                Json.mapper().createObjectNode().put("type", "registry").put("source", source);
        server.set("snapshot", snapshot());
        return server;
    }

    /** The server of a catalog that was made of a registry: an image or a remote, with the tag {@code community}. */
    public ObjectNode listed() {
        ObjectNode server = Json.mapper().createObjectNode();
        if (kind.equals("remote")) {
            server.put("type", "remote").put("endpoint", entry.at("/remote/url").asText());
        } else {
            server.put("type", "image").put("image", entry.path("image").asText());
        }
        ObjectNode snapshot = snapshot();
        ArrayNode tags = snapshot.withObject("/server/metadata").withArray("tags");
        tags.add("community");
        server.set("snapshot", snapshot);
        return server;
    }
}
