/** The built-in policies. */
@NullMarked
package io.mcpgateway.policy;

import org.jspecify.annotations.NullMarked;
