/** What both directions of HTTP share: media types and server-sent events, read from hostile bytes. */
@NullMarked
package io.mcpgateway.http.wire;

import org.jspecify.annotations.NullMarked;
