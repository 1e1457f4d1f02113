package io.mcpgateway.model;

/** What a runtime is asked to run. */
public enum WorkloadKind {
    /** A container image. */
    IMAGE,
    /** An argument vector on this machine. */
    PROCESS,
    /** An argument vector on this machine, kept apart from it. */
    SANDBOX,
    /** A package of a registry; the gateway makes one of the others of it before a runtime is asked. */
    PACKAGE
}
