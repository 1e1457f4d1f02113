/**
 * Documents as artifacts in registries of container images: what one is called, which bytes it is made of, and how it gets
 * there and back.
 */
@NullMarked
package io.mcpgateway.oci;

import org.jspecify.annotations.NullMarked;
