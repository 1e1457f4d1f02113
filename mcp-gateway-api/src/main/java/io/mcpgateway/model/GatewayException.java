package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that the gateway throws on purpose. The message says what was tried, on what, why it failed and
 * what to do about it; it never holds a secret.
 */
public class GatewayException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** An error without a deeper cause. */
    public GatewayException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** An error with its cause, or {@code null} if there is none. */
    public GatewayException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.code = requireNonNull(code, "code");
    }

    /** What kind of failure this is. */
    public ErrorCode code() {
        return code;
    }
}
