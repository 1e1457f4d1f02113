package io.mcpgateway.launch;

import java.io.Serial;

/** A volume string that may not be mounted; the message says why and what to do. */
final class RefusedMountException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    RefusedMountException(String message) {
        super(message);
    }
}
