/** AI clients: where their settings are, and how the gateway is put into them and taken out again. */
@NullMarked
package io.mcpgateway.cli.client;

import org.jspecify.annotations.NullMarked;
