package io.mcpgateway.view;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.ServerDefinition;

/**
 * One capability under its exposed name.
 *
 * @param server the server that owns it
 * @param exposed the name or URI that clients use
 * @param original the name or URI that the server uses
 * @param definition its definition under the exposed name
 */
public record Target(ServerDefinition server, String exposed, String original, JsonText definition) {}
