/** The community registry: its server documents as entries of catalogs. */
@NullMarked
package io.mcpgateway.cli.community;

import org.jspecify.annotations.NullMarked;
