package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tools enable} and {@code tools disable}: which tools of a server clients see, in {@code tools.yaml}. */
@Command
public final class ToolsSwitch implements Callable<Integer> {
    private final Session session;
    private final boolean on;

    @Parameters(arity = "1..*", paramLabel = "TOOL", description = "Tools, as their server names them")
    private List<String> tools = List.of();

    @Option(names = "--server", paramLabel = "NAME", description = "The server that has them (the first that does)")
    private @Nullable String server;

    @Mixin
    private final ChangeOptions options;

    private ToolsSwitch(Session session, boolean on) {
        this.session = session;
        this.options = new ChangeOptions(session);
        this.on = on;
    }

    /** The command that switches tools on. */
    public static ToolsSwitch enable(Session session) {
        return new ToolsSwitch(session, true);
    }

    /** The command that switches them off. */
    public static ToolsSwitch disable(Session session) {
        return new ToolsSwitch(session, false);
    }

    @Override
    public Integer call() {
        Map<String, List<String>> offered = offered();
        Map<String, List<String>> wanted = new TreeMap<>();
        tools.forEach(tool -> wanted.computeIfAbsent(ownerOf(tool, offered), name -> new ArrayList<>())
                .add(tool));
        String verb = on ? "enable" : "disable";
        options.change(
                "tools " + verb + " " + String.join(" ", tools),
                change -> wanted.forEach(
                        (name, names) -> set(change, name, names, offered.getOrDefault(name, List.of()))));
        return 0;
    }

    /** The tools of each server, as the catalogs list them. */
    private Map<String, List<String>> offered() {
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        Map<String, List<String>> offered = new TreeMap<>();
        for (Catalog catalog : assembly.catalogs()) {
            try (catalog) {
                catalog.read()
                        .servers()
                        .forEach((name, entry) -> offered.put(
                                name,
                                entry.tools().stream()
                                        .map(ServerEntry.ToolEntry::name)
                                        .toList()));
            }
        }
        return offered;
    }

    private String ownerOf(String tool, Map<String, List<String>> offered) {
        String named = server;
        if (named != null) {
            List<String> own = offered.get(named);
            if (own == null) {
                throw new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "server \"" + named + "\" not found in catalog"
                                + Suggestions.didYouMean(named, offered.keySet()));
            }
            // A server that the catalog lists no tools of is asked when it runs, and not now.
            if (!own.isEmpty() && !own.contains(tool)) {
                throw new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "tool \"" + tool + "\" not found in server \"" + named + "\""
                                + Suggestions.didYouMean(tool, own));
            }
            return named;
        }
        return offered.entrySet().stream()
                .filter(each -> each.getValue().contains(tool))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "tool \"" + tool + "\" not found in any server; --server names one"));
    }

    private void set(Change change, String name, List<String> names, List<String> all) {
        Path file = session.home().resolve("tools.yaml");
        YamlEditor editor = new YamlEditor(file.toString());
        String text = change.text(file);
        JsonNode now = editor.read(text).path(name);
        if (!now.isMissingNode() && !now.isNull() && !now.isArray()) {
            throw new ConfigException(file + ": the tools of '" + name + "' are no list");
        }
        if (!now.isArray() && on) {
            session.console().err().println(name + ": all tools are on already");
            return;
        }
        if (!now.isArray() && all.isEmpty()) {
            throw new ConfigException(name + ": no catalog lists its tools, so the others cannot be kept on;"
                    + " list those that are to be on in " + file);
        }
        if (now.isArray()) {
            List<String> listed = listed(file, name, now);
            change.write(
                    file, on ? with(editor, text, name, listed, names) : without(editor, text, name, listed, names));
            return;
        }
        ArrayNode others = Json.mapper().createArrayNode();
        new TreeSet<>(all).stream().filter(tool -> !names.contains(tool)).forEach(others::add);
        change.write(file, editor.set(text, List.of(name), others));
    }

    private static List<String> listed(Path file, String name, JsonNode list) {
        List<String> listed = new ArrayList<>();
        for (JsonNode tool : list) {
            if (!tool.isTextual()) {
                throw new ConfigException(file + ": item " + (listed.size() + 1) + " of the tools of '" + name
                        + "' is no text; correct it first");
            }
            listed.add(tool.asText());
        }
        return listed;
    }

    // One by one, so that what the user has written between the others stays.

    private static String with(YamlEditor editor, String text, String name, List<String> listed, List<String> more) {
        String after = text;
        for (String tool : new LinkedHashSet<>(more)) {
            after = listed.contains(tool) ? after : editor.addItem(after, name, TextNode.valueOf(tool));
        }
        return after;
    }

    private static String without(YamlEditor editor, String text, String name, List<String> listed, List<String> gone) {
        String after = text;
        for (int i = listed.size() - 1; i >= 0; i--) {
            after = gone.contains(listed.get(i)) ? editor.removeItem(after, name, i) : after;
        }
        return after;
    }
}
