/**
 * The container runtime on Docker Engine. docker-java speaks to the engine for everything short that carries no secret;
 * what streams (attach, wait, pull) and what carries secrets (create, pull) goes over connections of our own: docker-java
 * copies standard input in small pieces without ever ending it, and prints the environment of a container and registry
 * credentials into debug logs. Needs {@code mcp-gateway-api} only, like any third-party runtime.
 */
@NullMarked
package io.mcpgateway.docker;

import org.jspecify.annotations.NullMarked;
