/** The transports that need nothing but the JDK: stdio and memory. */
@NullMarked
package io.mcpgateway.transport;

import org.jspecify.annotations.NullMarked;
