/**
 * Runs servers as child processes of this JVM: a clean environment, attached streams, and an end as a whole tree, by
 * this process while it lives and by a watchdog when it was killed. Nothing here confines what a process may do.
 */
@NullMarked
package io.mcpgateway.process;

import org.jspecify.annotations.NullMarked;
