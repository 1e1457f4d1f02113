/** Writing to pipes whose reader may be slow. */
@NullMarked
package io.mcpgateway.pipe;

import org.jspecify.annotations.NullMarked;
