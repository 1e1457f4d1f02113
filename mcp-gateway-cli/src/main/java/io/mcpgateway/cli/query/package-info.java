/** A small part of the expressions of yq and jq, for commands that show documents. */
@NullMarked
package io.mcpgateway.cli.query;

import org.jspecify.annotations.NullMarked;
