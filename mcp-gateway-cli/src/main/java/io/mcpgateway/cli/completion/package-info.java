/** What shells ask for when a user presses the tabulator. */
@NullMarked
package io.mcpgateway.cli.completion;

import org.jspecify.annotations.NullMarked;
