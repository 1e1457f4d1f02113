/** Features that a user switches on or off for good, in the docker client's settings. */
@NullMarked
package io.mcpgateway.cli.feature;

import org.jspecify.annotations.NullMarked;
