/**
 * The rules of what a workload may reach, and the proxy that is its only way out: a forward proxy for clients that know of
 * proxies, and for those that do not a name server that sends them here, where the server name of a TLS handshake, the host
 * of a plain request or a port that is pinned to one host says whom they mean. Nothing is decrypted, and no query for a
 * name is ever passed on.
 */
@NullMarked
package io.mcpgateway.egress;

import org.jspecify.annotations.NullMarked;
