/**
 * Profiles: a file that holds servers whole, each with the entry as it was in a catalog when it was added, with its
 * configuration and with the tools that clients see; a registry and a catalog on such a file.
 */
@NullMarked
package io.mcpgateway.profile;

import org.jspecify.annotations.NullMarked;
