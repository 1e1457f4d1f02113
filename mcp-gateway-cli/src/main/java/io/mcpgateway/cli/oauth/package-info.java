/** {@code oauth …}: the servers that want somebody to sign in, which cannot be done yet. */
@NullMarked
package io.mcpgateway.cli.oauth;

import org.jspecify.annotations.NullMarked;
