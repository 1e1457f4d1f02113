/** The built-in interceptors. */
@NullMarked
package io.mcpgateway.intercept;

import org.jspecify.annotations.NullMarked;
