/** The commands about what holds servers to the hosts that they may reach. */
@NullMarked
package io.mcpgateway.cli.egress;

import org.jspecify.annotations.NullMarked;
