/** References to servers, as {@code --server} takes them: what is behind each, in the form of a catalog's server. */
@NullMarked
package io.mcpgateway.cli.reference;

import org.jspecify.annotations.NullMarked;
