package io.mcpgateway.upstream;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import java.util.List;
import java.util.Map;

/**
 * What one server offers, as it listed it itself. Definitions that cannot be used were left out.
 *
 * @param tools its tools, in its order
 * @param prompts its prompts
 * @param resources its resources, by URI
 * @param templates its resource templates, by URI template
 * @param features what else it can do
 * @param instructions what it says about its use, cut to a sane length; empty if nothing
 * @param beside what stood beside the entries of each list, by the list's member name
 * @param problems what was left out, and why
 */
public record Offer(
        List<Item> tools,
        List<Item> prompts,
        List<Item> resources,
        List<Item> templates,
        Features features,
        String instructions,
        Map<String, Beside> beside,
        List<Problem> problems) {
    /** Copies the lists. */
    public Offer {
        tools = List.copyOf(tools);
        prompts = List.copyOf(prompts);
        resources = List.copyOf(resources);
        templates = List.copyOf(templates);
        beside = Map.copyOf(beside);
        problems = List.copyOf(problems);
    }

    /** Nothing. */
    public static final Offer NOTHING =
            new Offer(List.of(), List.of(), List.of(), List.of(), Features.NONE, "", Map.of(), List.of());

    /**
     * One capability.
     *
     * @param key its name, URI or URI template
     * @param keyText how the key is spelled in the definition: a slice of it
     * @param definition the whole definition as the server spelled it
     */
    public record Item(String key, JsonText keyText, JsonText definition) {}
}
