package io.mcpgateway.cli.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A catalog that is an OCI artifact, as it is kept under the home: {@code ref, source, title, digest, lastUpdated, servers},
 * and whatever else the artifact says. A server is {@code {type, image|source|endpoint, tools?, snapshot?: {server}}}; what
 * it says beyond that stays. Immutable.
 */
public final class OciCatalog {
    private static final Set<String> OURS = Set.of("ref", "source", "digest", "lastUpdated", "layer");

    private final OciReference reference;
    private final ObjectNode document;

    private OciCatalog(OciReference reference, ObjectNode document) {
        this.reference = reference;
        this.document = document;
    }

    /**
     * A catalog with this content.
     *
     * @param reference what it is called here
     * @param source where it came from, such as {@code user:cli} or {@code oci:myorg/catalog:v1}
     * @param content the artifact's document: {@code title} and {@code servers}, and what else there is
     */
    public static OciCatalog of(OciReference reference, String source, ObjectNode content, Instant when) {
        ObjectNode document = content.objectNode();
        document.put("ref", reference.toString()).put("source", source);
        document.set("title", content.path("title"));
        document.put("digest", "");
        document.put("lastUpdated", when.truncatedTo(ChronoUnit.SECONDS).toString());
        document.set("servers", servers(content.path("servers")));
        content.properties().forEach(member -> {
            if (!OURS.contains(member.getKey()) && !document.has(member.getKey())) {
                document.set(member.getKey(), member.getValue());
            }
        });
        return new OciCatalog(reference, document.deepCopy()).withDigest();
    }

    /**
     * A catalog as it was pulled.
     *
     * @param layer the artifact's document as it came; what cannot be written again byte for byte is kept beside
     */
    public static OciCatalog pulled(OciReference reference, String source, byte[] layer, Instant when) {
        OciCatalog catalog = of(reference, source, ArtifactJson.parse(reference.toString(), layer), when);
        if (!Arrays.equals(catalog.artifact().content(), layer)) {
            catalog.document.put("layer", new String(layer, StandardCharsets.UTF_8));
        }
        return catalog.withDigest();
    }

    /**
     * Reads a file.
     *
     * @param what names it in errors
     * @throws ConfigException if it is no catalog
     */
    static OciCatalog read(String what, byte[] file) {
        ObjectNode document = ArtifactJson.parse(what, file);
        require(document.path("ref").isTextual(), what, "'ref' is missing, or no text");
        require(document.path("title").isTextual(), what, "'title' is missing, or no text");
        require(document.path("servers").isArray(), what, "'servers' is missing, or no list");
        document.path("servers")
                .forEach(server -> require(server.isObject(), what, "a server in 'servers' is no object"));
        return new OciCatalog(OciReference.parse(document.path("ref").asText()), document);
    }

    private static void require(boolean good, String what, String problem) {
        if (!good) {
            throw new ConfigException(what + ": " + problem);
        }
    }

    /** An encoder that has no servers to tell of writes null. */
    private static ArrayNode servers(JsonNode value) {
        return value instanceof ArrayNode array
                ? array
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
    }

    private OciCatalog withDigest() {
        document.put("digest", artifact().digest().substring("sha256:".length()));
        return this;
    }

    /** What it is called here. */
    public OciReference reference() {
        return reference;
    }

    /** What people call it. */
    public String title() {
        return document.path("title").asText();
    }

    /** Where it came from; empty if that is not known. */
    public String source() {
        return document.path("source").asText();
    }

    /** The digest of the manifest that a push would make: 64 hexadecimal digits. */
    public String digest() {
        return document.path("digest").asText();
    }

    /** When it was pulled or changed; empty if that is not known. */
    public Optional<Instant> lastUpdated() {
        try {
            return Optional.of(Instant.parse(document.path("lastUpdated").asText()));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty(); // then it is as old as can be
        }
    }

    /** Its servers, each a copy, in their order. */
    public List<ObjectNode> servers() {
        List<ObjectNode> servers = new ArrayList<>();
        document.path("servers").forEach(server -> servers.add((ObjectNode) server.deepCopy()));
        return servers;
    }

    /** The server whose snapshot has this name. */
    public Optional<ObjectNode> server(String name) {
        return servers().stream().filter(server -> nameOf(server).equals(name)).findFirst();
    }

    /** What a catalog's server is called: the name in its snapshot; empty if it has none. */
    public static String nameOf(JsonNode server) {
        return server.path("snapshot").path("server").path("name").asText("");
    }

    /** The same catalog with other servers. */
    public OciCatalog withServers(List<ObjectNode> servers, Instant when) {
        ObjectNode content = content();
        content.putArray("servers").addAll(servers);
        return of(reference, source(), content, when);
    }

    /** The same content under another reference, with the old one as its source. */
    public OciCatalog taggedAs(OciReference other, Instant when) {
        ObjectNode copy = document.deepCopy();
        copy.put("ref", other.toString())
                .put("source", "oci:" + reference)
                .put("lastUpdated", when.truncatedTo(ChronoUnit.SECONDS).toString());
        return new OciCatalog(other, copy);
    }

    /** All of it, a copy. */
    ObjectNode document() {
        return document.deepCopy();
    }

    /** What goes into the artifact, a copy: {@code title}, {@code servers}, and what else there is. */
    public ObjectNode content() {
        ObjectNode content = document.deepCopy();
        content.remove(OURS);
        return content;
    }

    /** It as an artifact: what was pulled as it came, as long as that is what the file says. */
    public OciArtifact artifact() {
        ObjectNode content = content();
        String layer = document.path("layer").asText("");
        boolean asPulled = !layer.isEmpty() && content.equals(contentOf(layer));
        return OciArtifact.of(
                OciArtifact.CATALOG, asPulled ? layer.getBytes(StandardCharsets.UTF_8) : ArtifactJson.bytes(content));
    }

    private ObjectNode contentOf(String layer) {
        ObjectNode parsed = ArtifactJson.parse(reference.toString(), layer.getBytes(StandardCharsets.UTF_8));
        return of(reference, "", parsed, Instant.EPOCH).content();
    }

    /** The file's text: a line for each server, so that differences can be read. */
    String text() {
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (var member : document.properties()) {
            text.append(separator)
                    .append(ArtifactJson.line(document.textNode(member.getKey())))
                    .append(": ");
            if (member.getKey().equals("servers") && !member.getValue().isEmpty()) {
                String before = "[\n";
                for (JsonNode server : member.getValue()) {
                    text.append(before).append(ArtifactJson.line(server));
                    before = ",\n";
                }
                text.append("\n]");
            } else {
                text.append(ArtifactJson.line(member.getValue()));
            }
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }
}
