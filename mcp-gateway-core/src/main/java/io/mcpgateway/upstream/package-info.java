/**
 * Everything towards the servers: links to workloads and to servers in the JVM, the peer that speaks JSON-RPC over a link,
 * the pool that decides which workload serves a call, and the lister that learns what a server offers.
 */
@NullMarked
package io.mcpgateway.upstream;

import org.jspecify.annotations.NullMarked;
