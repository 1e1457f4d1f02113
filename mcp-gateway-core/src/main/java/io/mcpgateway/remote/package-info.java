/** The seam to the module that speaks HTTP: links to remote servers, and fetches from untrusted addresses. */
@NullMarked
package io.mcpgateway.remote;

import org.jspecify.annotations.NullMarked;
