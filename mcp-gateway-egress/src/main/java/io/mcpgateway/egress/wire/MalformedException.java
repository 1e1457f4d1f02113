package io.mcpgateway.egress.wire;

/** Bytes that are not what they have to be. The message says why, and shows nothing of them. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Bytes that are wrong for this reason. */
    public MalformedException(String why) {
        super(why, null, false, false);
    }
}
