/**
 * Value types shared by the gateway and its plugins: server entries, workload descriptions, exchanges, secrets, errors.
 * Everything here is immutable and thread-safe unless its own documentation says otherwise.
 */
@NullMarked
package io.mcpgateway.model;

import org.jspecify.annotations.NullMarked;
