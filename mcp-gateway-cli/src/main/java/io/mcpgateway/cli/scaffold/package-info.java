/** {@code server init}: a project for a server of one's own. */
@NullMarked
package io.mcpgateway.cli.scaffold;

import org.jspecify.annotations.NullMarked;
