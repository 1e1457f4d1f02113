/** How a gateway behaves: options and limits. */
@NullMarked
package io.mcpgateway.settings;

import org.jspecify.annotations.NullMarked;
