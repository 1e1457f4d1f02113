package io.mcpgateway.cli.console;

/** How a command shows what was asked for. */
public enum Format {
    /** For people. */
    LIST,
    /** For programs: JSON on standard output, with a line break at the end. */
    JSON
}
