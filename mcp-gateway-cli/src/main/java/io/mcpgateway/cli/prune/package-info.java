/** The command that removes what is not used any more. */
@NullMarked
package io.mcpgateway.cli.prune;

import org.jspecify.annotations.NullMarked;
