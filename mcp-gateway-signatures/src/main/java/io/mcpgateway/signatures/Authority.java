package io.mcpgateway.signatures;

/** Somebody whose signature counts. Implementations are immutable. */
public sealed interface Authority permits TrustedKey, TrustedIdentity {
    /** What it is, so that what one authority vouched for is never taken for another's word. One line. */
    String id();
}
