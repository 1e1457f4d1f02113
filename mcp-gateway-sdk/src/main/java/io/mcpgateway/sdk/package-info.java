/**
 * Where Java developers meet the gateway with the official MCP Java SDK: its clients connected in memory, and servers
 * written with it behind the gateway. {@link io.mcpgateway.sdk.McpSdk} is the only entrance; the relay itself does not
 * use the SDK.
 */
@NullMarked
package io.mcpgateway.sdk;

import org.jspecify.annotations.NullMarked;
