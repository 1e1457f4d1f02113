/** Changes in users' own files: what is not meant to change, comments and layout included, stays as it is, byte for byte. */
@NullMarked
package io.mcpgateway.cli.edit;

import org.jspecify.annotations.NullMarked;
