package io.mcpgateway.cli.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The features that there are. */
enum Feature {
    DYNAMIC_TOOLS(
            "dynamic-tools",
            true,
            "Clients can find, add and remove servers through tools of the gateway; no effect yet"),
    MCP_OAUTH_DCR(
            "mcp-oauth-dcr",
            true,
            "The gateway registers itself at remote servers' authorization servers; no effect yet"),
    OAUTH_INTERCEPTOR(
            "oauth-interceptor",
            false,
            "A refused GitHub token is answered with the page to sign in at; no effect yet"),
    TOOL_NAME_PREFIX("tool-name-prefix", false, "Tools are exposed as SERVER__TOOL"),
    USE_EMBEDDINGS("use-embeddings", false, "Tools are found by meaning, which needs OPENAI_API_KEY; no effect yet");

    private final String text;
    private final boolean byDefault;
    private final String summary;

    Feature(String text, boolean byDefault, String summary) {
        this.text = text;
        this.byDefault = byDefault;
        this.summary = summary;
    }

    String text() {
        return text;
    }

    String summary() {
        return summary;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Feature::text).toList();
    }

    static Feature named(String name) {
        return Arrays.stream(values())
                .filter(feature -> feature.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND, "unknown feature: " + name + Suggestions.didYouMeanOneOf(name, names())));
    }

    /** Whether it is on: as the settings say, else as it is by default. */
    boolean isOn(Map<String, String> environment) {
        JsonNode value = DockerSettings.read(environment).path("features").path(text);
        return switch (value.asText().toLowerCase(Locale.ROOT)) {
            case "enabled", "true", "1", "on", "yes" -> true;
            case "disabled", "false", "0", "off", "no" -> false;
            default -> byDefault;
        };
    }
}
