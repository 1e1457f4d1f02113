package io.mcpgateway.cli.console;

/** How a command shows a document. */
public enum DocumentFormat {
    /** For people. */
    HUMAN,
    /** JSON, indented, with a line break at the end. */
    JSON,
    /** YAML. */
    YAML
}
