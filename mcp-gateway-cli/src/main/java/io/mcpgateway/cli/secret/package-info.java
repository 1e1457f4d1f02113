/** Secrets: where they are kept, and what servers ask for. */
@NullMarked
package io.mcpgateway.cli.secret;

import org.jspecify.annotations.NullMarked;
