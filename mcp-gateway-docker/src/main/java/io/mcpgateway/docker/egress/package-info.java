/**
 * What of the egress proxy's surroundings has nothing to do with an engine: the content of its image, and the addresses of
 * the networks on which it serves.
 */
@NullMarked
package io.mcpgateway.docker.egress;

import org.jspecify.annotations.NullMarked;
