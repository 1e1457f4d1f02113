/**
 * A look at gateways that run, and a hand on them: {@code ps}, {@code logs}, {@code stats}, {@code stop}, {@code restart},
 * and the Unix domain socket in the home through which {@code gateway run} answers them. The guard is that only the owner
 * may enter the directory of the sockets.
 */
@NullMarked
package io.mcpgateway.cli.control;

import org.jspecify.annotations.NullMarked;
