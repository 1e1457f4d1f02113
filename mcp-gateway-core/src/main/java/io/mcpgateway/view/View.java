package io.mcpgateway.view;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.upstream.ServerDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients of one capability profile see: every capability under its exposed name, and the lists as bytes that are
 * ready to send. Immutable; a change makes a new view.
 */
public final class View {
    /** Nothing. */
    public static final View EMPTY =
            new View(Map.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of(), Features.NONE, "", Map.of());

    private final Map<String, Target> tools;
    private final Map<String, Target> prompts;
    private final Map<String, Target> resources;
    private final Map<String, Target> templates;
    private final List<UriPattern> patterns;
    private final List<ServerDefinition> servers;
    private final List<Problem> problems;
    private final Features features;
    private final String instructions;
    private final Map<String, Beside> beside;
    private final JsonText toolList;
    private final JsonText promptList;
    private final JsonText resourceList;
    private final JsonText templateList;

    View(
            Map<String, Target> tools,
            Map<String, Target> prompts,
            Map<String, Target> resources,
            Map<String, Target> templates,
            List<ServerDefinition> servers,
            List<Problem> problems,
            Features features,
            String instructions,
            Map<String, Beside> beside) {
        this.tools = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        this.prompts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        this.resources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        this.templates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        this.servers = List.copyOf(servers);
        this.problems = List.copyOf(problems);
        this.features = features;
        this.instructions = instructions;
        this.beside = Map.copyOf(beside);
        List<UriPattern> compiled = new ArrayList<>();
        templates.forEach((template, target) -> compiled.add(UriPattern.of(template, target)));
        this.patterns = List.copyOf(compiled);
        this.toolList = array(tools.values());
        this.promptList = array(prompts.values());
        this.resourceList = array(resources.values());
        this.templateList = array(templates.values());
    }

    /** The definitions as one JSON array. */
    public static JsonText array(Collection<Target> targets) {
        int length = 2 + Math.max(0, targets.size() - 1);
        for (Target target : targets) {
            length += target.definition().length();
        }
        byte[] out = new byte[length];
        int at = 0;
        out[at++] = '[';
        for (Target target : targets) {
            if (at > 1) {
                out[at++] = ',';
            }
            JsonText definition = target.definition();
            System.arraycopy(definition.array(), definition.offset(), out, at, definition.length());
            at += definition.length();
        }
        out[at] = ']';
        return JsonText.of(out);
    }

    /** The tools by exposed name, in order. */
    public Map<String, Target> tools() {
        return tools;
    }

    /** The prompts by exposed name, in order. */
    public Map<String, Target> prompts() {
        return prompts;
    }

    /** The resources by URI, in order. */
    public Map<String, Target> resources() {
        return resources;
    }

    /** The resource templates by URI template, in order. */
    public Map<String, Target> templates() {
        return templates;
    }

    /** All tools as one JSON array. */
    public JsonText toolList() {
        return toolList;
    }

    /** All prompts as one JSON array. */
    public JsonText promptList() {
        return promptList;
    }

    /** All resources as one JSON array. */
    public JsonText resourceList() {
        return resourceList;
    }

    /** All resource templates as one JSON array. */
    public JsonText templateList() {
        return templateList;
    }

    /** What servers wrote beside the entries of a list, which is named by its member: {@code tools}. */
    public Beside beside(String list) {
        return beside.getOrDefault(list, Beside.NOTHING);
    }

    /** The servers that are part of this view, in order. */
    public List<ServerDefinition> servers() {
        return servers;
    }

    /** A server of this view. */
    public Optional<ServerDefinition> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /** What was renamed or left out. */
    public List<Problem> problems() {
        return problems;
    }

    /** What its servers can do beyond their lists. */
    public Features features() {
        return features;
    }

    /** What the servers say about their use, a section for each; empty if nothing. */
    public String instructions() {
        return instructions;
    }

    /** The server that owns a URI: by exact match, else by the first template that matches; null if nobody does. */
    public @Nullable Target ownerOf(String uri) {
        Target exact = resources.get(uri);
        if (exact != null) {
            return exact;
        }
        for (UriPattern pattern : patterns) {
            if (pattern.matches(uri)) {
                Target owner = pattern.owner();
                return new Target(owner.server(), uri, uri, owner.definition());
            }
        }
        return null;
    }

    /** The bytes of one list differ from those of another view. */
    boolean differs(View other, String list) {
        return switch (list) {
            case "tools" -> !toolList.equals(other.toolList);
            case "prompts" -> !promptList.equals(other.promptList);
            default -> !resourceList.equals(other.resourceList) || !templateList.equals(other.templateList);
        };
    }

    /** The names in this view, for {@link NameTable} to keep once a client has seen them. */
    void forEachName(java.util.function.BiConsumer<String, NameTable.Owner> action) {
        tools.forEach((name, target) ->
                action.accept(name, new NameTable.Owner("tool", target.server().name(), target.original())));
        prompts.forEach((name, target) -> action.accept(
                name, new NameTable.Owner("prompt", target.server().name(), target.original())));
    }

    @Override
    public String toString() {
        return "View[%d tools, %d prompts, %d resources, %d templates]"
                .formatted(tools.size(), prompts.size(), resources.size(), templates.size());
    }
}
