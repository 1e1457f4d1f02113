/** From flags and files to a gateway: the one place where the command line picks the gateway's parts. */
@NullMarked
package io.mcpgateway.cli.assembly;

import org.jspecify.annotations.NullMarked;
