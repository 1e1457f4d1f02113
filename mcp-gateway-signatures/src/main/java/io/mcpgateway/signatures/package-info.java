/**
 * Who vouches for the bytes of an image: rules that name keys, the signatures that registries have, and verdicts that are
 * kept so that an image which was found good stays so without a network.
 */
@NullMarked
package io.mcpgateway.signatures;

import org.jspecify.annotations.NullMarked;
