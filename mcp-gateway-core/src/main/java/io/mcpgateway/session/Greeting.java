package io.mcpgateway.session;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.Features;
import io.mcpgateway.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the gateway says of itself: the answers to {@code initialize} and {@code server/discover}. As long as a server is
 * unknown, everything is declared that it might have; once all are known, only what one of them has. Immutable.
 */
final class Greeting {
    static final String NAME = "mcp-gateway";

    private final String version;

    Greeting(String version) {
        this.version = version;
    }

    JsonText initializeResult(Revision revision, View view, boolean settled) {
        return JsonText.of("{\"protocolVersion\":\"" + revision.text() + "\",\"capabilities\":"
                + capabilities(view, settled, Era.LEGACY) + ",\"serverInfo\":" + serverInfo() + instructions(view)
                + "}");
    }

    JsonText discoverResult(View view, boolean settled) {
        String versions = Revision.texts(Era.MODERN).stream()
                .map(text -> '"' + text + '"')
                .collect(Collectors.joining(","));
        return JsonText.of("{\"resultType\":\"complete\",\"supportedVersions\":[" + versions + "],\"capabilities\":"
                + capabilities(view, settled, Era.MODERN) + instructions(view)
                + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":" + serverInfo()
                + "},\"ttlMs\":0,\"cacheScope\":\"private\"}");
    }

    private static String instructions(View view) {
        return view.instructions().isEmpty() ? "" : ",\"instructions\":" + Messages.quote(view.instructions());
    }

    private JsonText serverInfo() {
        return JsonText.of(
                "{\"name\":\"" + NAME + "\",\"title\":\"MCP Gateway\",\"version\":" + Messages.quote(version) + "}");
    }

    /** Tools are always declared: a change of the registry may bring some. */
    private static String capabilities(View view, boolean settled, Era era) {
        Features features = view.features();
        List<String> parts = new ArrayList<>();
        parts.add("\"tools\":{\"listChanged\":true}");
        if (!settled || !view.prompts().isEmpty()) {
            parts.add("\"prompts\":{\"listChanged\":true}");
        }
        if (!settled || !view.resources().isEmpty() || !view.templates().isEmpty()) {
            parts.add("\"resources\":{" + (!settled || features.subscribe() ? "\"subscribe\":true," : "")
                    + "\"listChanged\":true}");
        }
        if (!settled || features.completions()) {
            parts.add("\"completions\":{}");
        }
        if (!settled || features.logging()) {
            parts.add("\"logging\":{}");
        }
        if (era == Era.LEGACY && features.tasks()) {
            parts.add("\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}");
        }
        if (!features.extensions().isEmpty()) {
            String extensions = features.extensions().entrySet().stream()
                    .map(extension -> extension.getKey() + ":" + extension.getValue())
                    .collect(Collectors.joining(","));
            parts.add("\"extensions\":{" + extensions + "}");
        }
        return "{" + String.join(",", parts) + "}";
    }
}
