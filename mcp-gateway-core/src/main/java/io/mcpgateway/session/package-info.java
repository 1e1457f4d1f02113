/** Clients: conversations of both eras, the handshake and discovery, subscriptions, cancellation. */
@NullMarked
package io.mcpgateway.session;

import org.jspecify.annotations.NullMarked;
