/** {@code profile …} and {@code template …}: profiles as commands show and change them. */
@NullMarked
package io.mcpgateway.cli.profile;

import org.jspecify.annotations.NullMarked;
