/** The profiles of a user: files that are read, checked, and edited in place. */
@NullMarked
package io.mcpgateway.cli.profile.file;

import org.jspecify.annotations.NullMarked;
