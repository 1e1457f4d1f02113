/** Identities that sign without keys, verified with sigstore's own library and roots of trust from files. */
@NullMarked
package io.mcpgateway.sigstore;

import org.jspecify.annotations.NullMarked;
