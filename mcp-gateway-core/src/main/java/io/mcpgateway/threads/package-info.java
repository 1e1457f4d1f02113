/** Where threads come from: named, daemons, virtual where the running JDK has them. */
@NullMarked
package io.mcpgateway.threads;

import org.jspecify.annotations.NullMarked;
