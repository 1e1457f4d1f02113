/** Who this gateway is, as far as the host can tell, so that what it leaves behind can be told from what lives. */
@NullMarked
package io.mcpgateway.owner;

import org.jspecify.annotations.NullMarked;
