/** {@code policy …}: the rules about secrets in the form of the Go program, which are kept and not yet enforced. */
@NullMarked
package io.mcpgateway.cli.policy;

import org.jspecify.annotations.NullMarked;
