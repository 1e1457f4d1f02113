/** The servers' configuration, and all of the user's files as one text to keep. */
@NullMarked
package io.mcpgateway.cli.config;

import org.jspecify.annotations.NullMarked;
