/**
 * Requests to addresses that a catalog, a registry or a server named: the guard that judges addresses, the client that
 * dials only what was judged, links to remote servers, and fetches.
 */
@NullMarked
package io.mcpgateway.http.client;

import org.jspecify.annotations.NullMarked;
