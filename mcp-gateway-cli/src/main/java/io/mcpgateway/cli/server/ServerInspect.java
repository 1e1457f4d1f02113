package io.mcpgateway.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.oci.ServerArtifacts;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code server inspect}: what is known of a server without starting it; as JSON, unless something else is wanted. What its
 * publisher says elsewhere is downloaded; what cannot be had is told, and no failure.
 */
@Command
public final class ServerInspect extends ServerCommand {
    @Parameters(
            paramLabel = "NAME",
            description = "A server of any known catalog, or the reference of an OCI artifact with servers")
    private String name = "";

    @Option(names = "--offline", description = "Download nothing: neither its tools in full nor its readme")
    private boolean offline;

    @Mixin
    private final FetchOptions fetch;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ServerInspect(Session session) {
        super(session);
        this.fetch = new FetchOptions(session);
        this.format = new FormatOptions(session, Format.JSON);
    }

    @Override
    void run(GatewayAssembly assembly, Registry.Writable registry) {
        fetch.apply();
        KnownServers known = KnownServers.read(assembly);
        if (ServerArtifacts.isReference(name) && known.find(name).isEmpty()) {
            artifact();
            return;
        }
        RegistrySnapshot snapshot = registry.read();
        ServerEntry entry = known.require(name);
        ServerReadiness readiness = new ServerReadiness(assembly.secrets(), snapshot);
        ObjectNode shown = Json.mapper().createObjectNode();
        shown.put("name", entry.name());
        shown.put("title", entry.title());
        shown.put("type", entry.type().text());
        shown.put("catalog", entry.origin().location());
        shown.put("enabled", enabled(assembly, snapshot).contains(name));
        shown.put("config", readiness.configuration(entry).text());
        secrets(shown.putArray("secrets"), entry, readiness);
        // What outlives a call, whatever the isolation: the entry's own volumes.
        ArrayNode kept = shown.putArray("keepsStateIn");
        entry.volumes().forEach(kept::add);
        PublishedDetails published = published(entry);
        tools(shown.putArray("tools"), entry, published, snapshot.toolsOf(name));
        if (published.readme() != null) {
            shown.put("readme", published.readme());
        }
        shown.set("entry", Json.parse(entry.raw()));
        format.show(() -> shown, () -> list(shown));
    }

    private void artifact() {
        if (offline) {
            throw new ConfigException(name + ": is in no catalog; an OCI artifact cannot be had with --offline");
        }
        ObjectNode document = new ServerArtifacts(session()).pull(name);
        format.show(() -> document, () -> {
            Table table = new Table("NAME", "VERSION", "DESCRIPTION");
            for (JsonNode each : document.path("registry")) {
                JsonNode server = each.path("server").isObject() ? each.get("server") : each;
                table.row(
                        server.path("name").asText(),
                        server.path("version").asText(),
                        server.path("description").asText());
            }
            table.print(session().console());
        });
    }

    private void list(ObjectNode shown) {
        Console console = session().console();
        console.out().println(console.bold(Table.plain(shown.path("title").asText(name))));
        Table facts = new Table("NAME", name);
        for (String fact : List.of("type", "catalog", "enabled", "config")) {
            facts.row(fact.toUpperCase(Locale.ROOT), shown.path(fact).asText());
        }
        shown.path("keepsStateIn").forEach(volume -> facts.row("KEEPS STATE IN", volume.asText()));
        facts.print(console);
        section("SECRET", shown.path("secrets"), "stored", "stored", "missing");
        section("TOOL", shown.path("tools"), "enabled", "enabled", "disabled");
    }

    private void section(String heading, JsonNode rows, String flag, String yes, String no) {
        if (rows.isEmpty()) {
            return;
        }
        session().console().out().println();
        Table table = new Table(heading, "STATE", "DESCRIPTION");
        rows.forEach(row -> table.row(
                row.path("name").asText(),
                row.path(flag).asBoolean() ? yes : no,
                row.path("description").asText(row.path("env").asText())));
        table.print(session().console());
    }

    private static void secrets(ArrayNode into, ServerEntry entry, ServerReadiness readiness) {
        for (ServerEntry.SecretEntry secret : entry.secrets()) {
            into.addObject()
                    .put("name", secret.name())
                    .put("env", secret.env())
                    .put("required", secret.required())
                    .put("stored", readiness.stored(secret.name()));
        }
    }

    private PublishedDetails published(ServerEntry entry) {
        if (offline) {
            return PublishedDetails.NONE;
        }
        PublishedDetails published = PublishedDetails.fetch(entry, new Downloads(session()));
        published.notes().forEach(note -> session().console().err().println("! Note: " + Table.plain(note)));
        return published;
    }

    /** Those of the entry, with what their publisher says of them, and then those that only the publisher names. */
    private static void tools(
            ArrayNode into, ServerEntry entry, PublishedDetails published, Optional<List<String>> allowed) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        for (ServerEntry.ToolEntry tool : entry.tools()) {
            String description = Json.parse(tool.raw()).path("description").asText("");
            rows.put(tool.name(), row(tool.name(), description));
        }
        for (JsonNode each : published.tools()) {
            String tool = each.path("name").asText();
            ObjectNode row = rows.computeIfAbsent(tool, absent -> row(tool, ""));
            each.properties().forEach(member -> row.set(member.getKey(), member.getValue()));
        }
        rows.forEach((tool, row) -> into.add(
                row.put("enabled", allowed.map(list -> list.contains(tool)).orElse(true))));
    }

    private static ObjectNode row(String name, String description) {
        return Json.mapper().createObjectNode().put("name", name).put("description", description);
    }
}
