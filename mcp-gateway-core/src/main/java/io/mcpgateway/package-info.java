/** What embedding programs use: the gateway, its builder and options, and factories for the built-in parts. */
@NullMarked
package io.mcpgateway;

import org.jspecify.annotations.NullMarked;
