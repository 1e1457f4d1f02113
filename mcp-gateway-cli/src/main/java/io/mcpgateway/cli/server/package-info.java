/** {@code server …}: lists, enables, disables and inspects servers. */
@NullMarked
package io.mcpgateway.cli.server;

import org.jspecify.annotations.NullMarked;
