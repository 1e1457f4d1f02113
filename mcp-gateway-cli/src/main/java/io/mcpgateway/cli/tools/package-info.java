/** {@code tools …}: lists, counts, inspects and calls the tools that clients see, in this process. */
@NullMarked
package io.mcpgateway.cli.tools;

import org.jspecify.annotations.NullMarked;
