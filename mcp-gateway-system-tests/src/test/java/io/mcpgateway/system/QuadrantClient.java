package io.mcpgateway.system;

import java.util.Map;

/** The official clients that try the features, each over one downstream transport. */
enum QuadrantClient {
    /** {@code @modelcontextprotocol/sdk}. */
    TYPESCRIPT_V1("v1", Era.LEGACY, true, Map.of()),
    /** {@code @modelcontextprotocol/client} with its legacy handshake. */
    TYPESCRIPT_V2_LEGACY(
            "v2-legacy",
            Era.LEGACY,
            false,
            Map.of(QuadrantFeature.TASKS_2025, "the SDK's version 2 has no tasks of 2025-11-25")),
    /** {@code @modelcontextprotocol/client}, pinned to the modern revision. */
    TYPESCRIPT_V2_HTTP("v2", Era.MODERN, true, Map.of()),
    /** The same on standard streams. */
    TYPESCRIPT_V2_STDIO("v2", Era.MODERN, false, Map.of()),
    /** {@code io.modelcontextprotocol.sdk}. */
    JAVA(
            "java",
            Era.LEGACY,
            true,
            Map.of(
                    QuadrantFeature.CANCELLATION,
                    "the SDK cannot cancel a request",
                    QuadrantFeature.SAMPLING_TOOLS,
                    "the SDK has no tools in sampling",
                    QuadrantFeature.TASKS_2025,
                    "the SDK has no tasks"));

    /** The eras of revisions; see {@code docs/protocol.md}. */
    enum Era {
        /** Up to 2025-11-25. */
        LEGACY,
        /** 2026-07-28. */
        MODERN;

        String letter() {
            return name().substring(0, 1);
        }
    }

    private final String kind;
    private final Era era;
    private final boolean http;
    private final Map<QuadrantFeature, String> lacks;

    QuadrantClient(String kind, Era era, boolean http, Map<QuadrantFeature, String> lacks) {
        this.kind = kind;
        this.era = era;
        this.http = http;
        this.lacks = lacks;
    }

    /** Its name for {@code peers/matrix.mjs}. */
    String kind() {
        return kind;
    }

    Era era() {
        return era;
    }

    /** Whether it reaches the gateway over HTTP and not on standard streams. */
    boolean http() {
        return http;
    }

    /** Features that the SDK itself does not have, and why nothing can be tried there. */
    Map<QuadrantFeature, String> lacks() {
        return lacks;
    }

    @Override
    public String toString() {
        return kind + (http ? " over HTTP" : " on stdio");
    }
}
