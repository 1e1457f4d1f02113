/** Where users' secrets come from: {@code .env} files, directories of files, environment variables, and chains of these. */
@NullMarked
package io.mcpgateway.secret;

import org.jspecify.annotations.NullMarked;
