/** Catalogs that are OCI artifacts: files under the home, what is in them, and the way to a registry and back. */
@NullMarked
package io.mcpgateway.cli.oci;

import org.jspecify.annotations.NullMarked;
