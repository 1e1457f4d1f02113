/** The program as a plugin of the docker client: {@code docker mcp}. */
@NullMarked
package io.mcpgateway.cli.plugin;

import org.jspecify.annotations.NullMarked;
