/** JSON-RPC envelopes: one scan of the bytes, no tree; edits by splicing. */
@NullMarked
package io.mcpgateway.json;

import org.jspecify.annotations.NullMarked;
