/** Tools that are containers: a server in this JVM for each entry of type {@code poci}, and a container for each call. */
@NullMarked
package io.mcpgateway.poci;

import org.jspecify.annotations.NullMarked;
