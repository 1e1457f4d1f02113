/** A program that embeds the gateway: servers of its own, a client of its own, no socket. */
@NullMarked
package io.mcpgateway.examples.embed;

import org.jspecify.annotations.NullMarked;
