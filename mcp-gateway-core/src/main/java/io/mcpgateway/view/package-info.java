/** What clients see of all servers together, and under which names. */
@NullMarked
package io.mcpgateway.view;

import org.jspecify.annotations.NullMarked;
