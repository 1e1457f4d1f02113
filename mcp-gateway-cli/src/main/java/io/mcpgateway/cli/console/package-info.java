/** What all commands share: output, tables, options that every command takes, and how failures are told. */
@NullMarked
package io.mcpgateway.cli.console;

import org.jspecify.annotations.NullMarked;
