/** The launcher script, run as users run it. */
@NullMarked
package io.mcpgateway.cli.launcher;

import org.jspecify.annotations.NullMarked;
