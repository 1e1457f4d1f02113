/**
 * Servers that are useful by themselves and need nothing but this JVM: the time, a memory, files. They are found through
 * {@link java.util.ServiceLoader} like anybody else's, and listed by the catalog {@code starter}.
 */
@NullMarked
package io.mcpgateway.starter;

import org.jspecify.annotations.NullMarked;
