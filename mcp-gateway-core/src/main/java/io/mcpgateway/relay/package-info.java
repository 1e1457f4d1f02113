/**
 * The road of a request: from the client's message to the server that owns its target and back. Policy, interceptors and
 * router are passed by every request, whoever sends it.
 */
@NullMarked
package io.mcpgateway.relay;

import org.jspecify.annotations.NullMarked;
