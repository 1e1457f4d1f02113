/** What servers offered when they were listed last, kept on disk, so that they need not be started to be listed again. */
@NullMarked
package io.mcpgateway.listing;

import org.jspecify.annotations.NullMarked;
