/** {@code gateway run}: serves a gateway over stdio or HTTP. */
@NullMarked
package io.mcpgateway.cli.gateway;

import org.jspecify.annotations.NullMarked;
