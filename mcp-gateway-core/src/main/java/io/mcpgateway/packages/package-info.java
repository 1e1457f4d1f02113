/**
 * Servers that are packages of npm or PyPI: where they run (a container, or else a sandbox), how they are fetched once, apart
 * from them and without their secrets, and what is started then.
 */
@NullMarked
package io.mcpgateway.packages;

import org.jspecify.annotations.NullMarked;
