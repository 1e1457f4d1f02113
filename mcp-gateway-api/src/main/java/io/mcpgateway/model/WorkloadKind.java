package io.mcpgateway.model;

/** What a runtime is asked to run. */
public enum WorkloadKind {
    /** A container image. */
    IMAGE,
    /** An argument vector on this machine. */
    PROCESS
}
