package io.mcpgateway.egress;

/** A destination that is not allowed. The message says why. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
        super(why, null, false, false);
    }
}
