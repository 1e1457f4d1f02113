package io.mcpgateway.upstream;

import io.mcpgateway.model.CapabilityProfile;
import java.util.Optional;

/**
 * A server that is about to be connected.
 *
 * @param server what it is
 * @param profile what is declared to it
 * @param hears takes what it says outside requests
 * @param supply what it is started from; empty if it is reached and not started
 */
record Beginning(
        ServerDefinition server, CapabilityProfile profile, Upstream.Events hears, Optional<Supplies.Supply> supply) {}
