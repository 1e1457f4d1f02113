package io.mcpgateway.launch;

import java.io.Serial;

/** Arguments with which a tool's container may not be started; the message says why, for the model that gave them. */
public final class RefusedCallException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    RefusedCallException(String message) {
        super(message);
    }

    /** The message, which is never null here. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
