/** Images that are started only if somebody vouches for them, and as the bytes that were vouched for. */
@NullMarked
package io.mcpgateway.image;

import org.jspecify.annotations.NullMarked;
