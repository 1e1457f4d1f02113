package io.mcpgateway.view;

import io.mcpgateway.headers.ToolHeaders;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.ServerDefinition;

/**
 * One capability under its exposed name.
 *
 * @param server the server that owns it
 * @param exposed the name or URI that clients use
 * @param original the name or URI that the server uses
 * @param definition its definition under the exposed name
 * @param headers which of its arguments are mirrored into headers
 * @param needsTask whether it can be called as a task only (revision 2025-11-25, {@code execution.taskSupport})
 */
public record Target(
        ServerDefinition server,
        String exposed,
        String original,
        JsonText definition,
        ToolHeaders headers,
        boolean needsTask) {
    private static final ToolHeaders NO_HEADERS = ToolHeaders.parse(JsonText.emptyObject());

    /** A capability that has no mirrored arguments. */
    public Target(ServerDefinition server, String exposed, String original, JsonText definition) {
        this(server, exposed, original, definition, NO_HEADERS, false);
    }
}
