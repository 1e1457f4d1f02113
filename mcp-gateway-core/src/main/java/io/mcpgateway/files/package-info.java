/**
 * Files that people edit: YAML with places for error messages, replacement without half-written states, locks around
 * read-modify-write, and watching. Everything read here may be hostile and is bounded.
 */
@NullMarked
package io.mcpgateway.files;

import org.jspecify.annotations.NullMarked;
