package io.mcpgateway.cli.doctor;

/** Looks at one thing. May block; what takes too long is told as a finding of its own. */
interface Check {
    /** One word for what it looks at. */
    String name();

    /** Looks, and tells. What it throws is told as an error. */
    void look(Findings findings);
}
