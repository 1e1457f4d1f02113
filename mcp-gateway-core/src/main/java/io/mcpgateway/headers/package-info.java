/**
 * What revision 2026-07-28 mirrors from a message into HTTP headers: how values are spelled there, and which arguments of a
 * tool are mirrored.
 */
@NullMarked
package io.mcpgateway.headers;

import org.jspecify.annotations.NullMarked;
