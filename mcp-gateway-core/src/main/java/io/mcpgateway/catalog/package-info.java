/** Catalogs from files, directories and URLs in the catalog format that users know: which server entries exist. */
@NullMarked
package io.mcpgateway.catalog;

import org.jspecify.annotations.NullMarked;
