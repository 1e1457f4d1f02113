package io.mcpgateway.model;

/** The two families of MCP revisions. */
public enum Era {
    /** Revisions with an {@code initialize} handshake: 2024-11-05, 2025-03-26, 2025-06-18, 2025-11-25. */
    LEGACY,
    /** Revision 2026-07-28 and later: stateless, metadata on every request. */
    MODERN
}
