/** The command line of the gateway: the entry point and the tree of commands. */
@NullMarked
package io.mcpgateway.cli;

import org.jspecify.annotations.NullMarked;
