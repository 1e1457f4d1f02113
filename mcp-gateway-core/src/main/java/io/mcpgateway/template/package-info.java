/**
 * The two little languages of catalogs: {@code {{path|filter}}} over a server's configuration, and {@code $NAME} over its
 * variables.
 */
@NullMarked
package io.mcpgateway.template;

import org.jspecify.annotations.NullMarked;
