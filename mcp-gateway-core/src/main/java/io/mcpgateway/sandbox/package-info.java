/**
 * Runs servers as child processes in a sandbox of {@code bubblewrap}: a root of its own with the system's programs
 * read-only, an empty home, the declared paths and nothing else of this machine; no other processes, no capabilities, no new
 * privileges, the network that is declared, and limits as far as control groups can be made.
 */
@NullMarked
package io.mcpgateway.sandbox;

import org.jspecify.annotations.NullMarked;
