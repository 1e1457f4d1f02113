/**
 * Load, floors and figures. Everything runs as processes of its own, as users run it: the server, the gateway in front of
 * it, and the floors (a pump that copies lines with two threads, a JVM that prints one line).
 */
@NullMarked
package io.mcpgateway.benchmark;

import org.jspecify.annotations.NullMarked;
