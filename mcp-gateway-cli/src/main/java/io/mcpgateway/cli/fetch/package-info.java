/** Documents that commands need from the network, under the rules for addresses that nobody vouches for. */
@NullMarked
package io.mcpgateway.cli.fetch;

import org.jspecify.annotations.NullMarked;
