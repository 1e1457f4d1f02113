/** Readers of hostile bytes: TLS client hellos, heads of HTTP requests, DNS queries. Pure functions with bounds. */
@NullMarked
package io.mcpgateway.egress.wire;

import org.jspecify.annotations.NullMarked;
