package io.mcpgateway.http;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/** JSON-RPC errors that the transport gives by itself. */
final class Failures {
    static final int INVALID_REQUEST = -32600;
    static final int INVALID_PARAMS = -32602;
    static final int METHOD_NOT_FOUND = -32601;
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CAPABILITY = -32021;
    static final int UNSUPPORTED_VERSION = -32022;

    private static final JsonText NONE = JsonText.of("");

    private Failures() {}

    static JsonText error(@Nullable JsonText id, int code, String message) {
        return Messages.error(
                id, JsonText.of("{\"code\":" + code + ",\"message\":" + Messages.quote(message) + "}"), NONE);
    }

    static JsonText unsupportedVersion(@Nullable JsonText id, String requested) {
        return Messages.error(
                id,
                JsonText.of("{\"code\":" + UNSUPPORTED_VERSION
                        + ",\"message\":\"Unsupported protocol version\",\"data\":{\"supported\":"
                        + Revisions.supported() + ",\"requested\":" + Messages.quote(requested) + "}}"),
                NONE);
    }
}
