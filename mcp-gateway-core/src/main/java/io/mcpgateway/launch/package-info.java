/** From a server entry, its configuration and its secrets to what is started or reached: templates, mounts, grants. */
@NullMarked
package io.mcpgateway.launch;

import org.jspecify.annotations.NullMarked;
