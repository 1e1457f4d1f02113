/** The rules that hold the house together, checked on the compiled classes of all modules, and fixtures that break them. */
@NullMarked
package io.mcpgateway.architecture;

import org.jspecify.annotations.NullMarked;
