package io.mcpgateway.view;

import io.mcpgateway.upstream.ServerDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which tools are on. The filter of the command line, if there is one, decides alone and without regard to case; otherwise
 * the server's own list of allowed tools does, exactly. Immutable.
 */
final class ToolFilter {
    private final Set<String> values = new HashSet<>();

    ToolFilter(List<String> filter) {
        filter.forEach(value -> values.add(lower(value.trim())));
    }

    boolean allows(ServerDefinition server, String tool) {
        if (values.isEmpty()) {
            return server.allowedTools().map(tools -> tools.contains(tool)).orElse(true);
        }
        return values.contains("*")
                || values.contains(lower(tool))
                || allowsFrom(server.name(), tool)
                || (!server.image().isEmpty() && allowsFrom(server.image(), tool));
    }

    private boolean allowsFrom(String source, String tool) {
        return values.contains(lower(source + ":" + tool)) || values.contains(lower(source + ":*"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
