package io.mcpgateway.cli.community;

import io.mcpgateway.model.ConfigException;

/** A server that is described well, and that has nothing that the gateway can run or reach. */
final class IncompatibleServerException extends ConfigException {
    private static final long serialVersionUID = 1L;

    private final String kind;

    /**
     * The failure.
     *
     * @param kind what the server has instead, for counting
     */
    IncompatibleServerException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }
}
