/**
 * Registries on {@code registry.yaml}, {@code config.yaml} and {@code tools.yaml}, and in memory: which servers are enabled,
 * with what configuration and which tools. Edits keep every byte that they do not mean to change.
 */
@NullMarked
package io.mcpgateway.registry;

import org.jspecify.annotations.NullMarked;
