/** {@code catalog …}: shows what catalogs hold. */
@NullMarked
package io.mcpgateway.cli.catalog;

import org.jspecify.annotations.NullMarked;
