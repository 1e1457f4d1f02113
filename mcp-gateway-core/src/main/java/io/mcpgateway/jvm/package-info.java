/**
 * Servers inside this JVM: a small interface for tools written in Java, and the server that speaks MCP for them. The root
 * package depends on this one, never the other way round.
 */
@NullMarked
package io.mcpgateway.jvm;

import org.jspecify.annotations.NullMarked;
