package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a profile can be made of at once.
 *
 * @param id how commands call it
 * @param title what its profile is called
 * @param description what it is for
 * @param catalog the catalog that has its servers
 * @param servers their names there
 */
record Template(String id, String title, String description, String catalog, List<String> servers) {
    /** Docker's catalog as an OCI artifact. */
    static final String DOCKER_CATALOG = "mcp/docker-mcp-catalog";

    private static final List<Template> ALL = List.of(
            new Template(
                    "ai-coding",
                    "AI coding",
                    "Current documentation of libraries, and step-by-step thinking, for coding with AI",
                    DOCKER_CATALOG,
                    List.of("context7", "sequentialthinking")),
            new Template(
                    "dev-workflow",
                    "Dev workflow",
                    "Issues, pull requests and pages: GitHub and Atlassian",
                    DOCKER_CATALOG,
                    List.of("github-official", "atlassian-remote")),
            new Template(
                    "terminal-control",
                    "Terminal control",
                    "Commands and files of this computer",
                    DOCKER_CATALOG,
                    List.of("desktop-commander", "filesystem")),
            new Template(
                    "starter",
                    "Starter",
                    "The bundled servers, which need neither containers nor the network",
                    "starter",
                    List.of("time", "memory", "files")));

    static List<Template> all() {
        return ALL;
    }

    /** All ids, with what each is for. */
    static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        ALL.forEach(template -> names.put(template.id, template.description));
        return names;
    }

    /**
     * A template.
     *
     * @throws GatewayException if there is none of this id
     */
    static Template require(String id) {
        return ALL.stream()
                .filter(template -> template.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "unknown template: " + id + Suggestions.didYouMeanOneOf(id, names().keySet())));
    }

    /** The reference to its servers in a catalog. */
    String reference(String from) {
        return "catalog://" + from + "/" + String.join("+", servers);
    }
}
