package io.mcpgateway.view;

import io.mcpgateway.upstream.Offer;
import io.mcpgateway.upstream.ServerDefinition;

/**
 * A server and what it offers.
 *
 * @param server the server
 * @param offer what it offers
 */
public record Listed(ServerDefinition server, Offer offer) {}
