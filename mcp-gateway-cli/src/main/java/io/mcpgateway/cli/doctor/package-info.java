/** {@code doctor}: looks at all that the gateway depends on, and says how to mend what is wrong. Starts and fetches nothing. */
@NullMarked
package io.mcpgateway.cli.doctor;

import org.jspecify.annotations.NullMarked;
