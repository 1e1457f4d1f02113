package io.mcpgateway.jvm;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** A tool could not do what it was asked to. The message goes to the model that called it, so it says what to do instead. */
public class ToolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With what the model is told. */
    public ToolException(String message) {
        super(requireNonNull(message, "message"));
    }

    /** With what the model is told, and a cause that it is not told. */
    public ToolException(String message, Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
