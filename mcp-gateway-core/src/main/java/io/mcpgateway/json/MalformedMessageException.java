package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that are no message the gateway relays. Without a stack trace: foreign bytes are no fault of the program. */
public final class MalformedMessageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** JSON-RPC: the bytes are not JSON. */
    public static final int PARSE_ERROR = -32700;
    /** JSON-RPC: the JSON is not a request. */
    public static final int INVALID_REQUEST = -32600;
    /** JSON-RPC: the parameters are not valid. */
    public static final int INVALID_PARAMS = -32602;

    private final int code;
    private final transient @Nullable JsonText id;

    MalformedMessageException(int code, String message, @Nullable JsonText id) {
        super(message, null, false, false);
        this.code = code;
        this.id = id;
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** The id of the request if it could be read, else null. */
    public @Nullable JsonText id() {
        return id;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
