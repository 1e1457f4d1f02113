/**
 * The seams of the gateway. Each part is a small interface and a {@code …Provider} that {@link java.util.ServiceLoader}
 * finds by name; an instance given to the gateway's builder always wins over a provider.
 */
@NullMarked
package io.mcpgateway.spi;

import org.jspecify.annotations.NullMarked;
