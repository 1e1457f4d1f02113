/**
 * The gateway's command against real clients and servers. Classes named {@code *IT} need the command (the system property
 * {@code gateway.command}, by default {@code mcp-gateway} at the repository root), Node with the installed peers
 * ({@code peers/install}), and some of them Docker. What is missing is said on standard error and skips the test; with the
 * environment variable {@code MCP_GATEWAY_CI=1} it fails it.
 */
@NullMarked
package io.mcpgateway.system;

import org.jspecify.annotations.NullMarked;
