package io.mcpgateway.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A request is answered with a JSON-RPC error. */
final class RpcException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient @Nullable JsonNode data;

    RpcException(int code, String message) {
        this(code, message, null);
    }

    RpcException(int code, String message, @Nullable JsonNode data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    @Nullable
    JsonNode data() {
        return data;
    }

    /** The message, which is never null here. */
    String text() {
        return String.valueOf(getMessage());
    }
}
