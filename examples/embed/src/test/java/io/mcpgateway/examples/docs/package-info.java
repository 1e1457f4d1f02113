/** The examples of {@code docs/extending.md}, compiled and tried. */
@NullMarked
package io.mcpgateway.examples.docs;

import org.jspecify.annotations.NullMarked;
