/** The user's files as commands change them: several at once or none, with a preview, and a way back. */
@NullMarked
package io.mcpgateway.cli.state;

import org.jspecify.annotations.NullMarked;
