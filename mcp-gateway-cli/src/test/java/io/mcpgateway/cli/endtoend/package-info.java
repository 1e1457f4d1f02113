/** Scenarios: text files that say what is typed, and what the built program then shows and does to the user's files. */
@NullMarked
package io.mcpgateway.cli.endtoend;

import org.jspecify.annotations.NullMarked;
