package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

/** How an exchange ended: a result or a protocol error. A tool that reports failure is a result too ({@code isError}). */
public sealed interface Outcome permits Outcome.Result, Outcome.Failure {
    /** A result, a JSON object. */
    static Outcome result(JsonText result) {
        return new Result(result);
    }

    /** A protocol error of the gateway's own. */
    static Outcome failure(int code, String message) {
        return new Failure(code, message, JsonText.of(errorObject(code, message)));
    }

    /** The protocol error that stands for an exception. */
    static Outcome failure(GatewayException exception) {
        String message = exception.getMessage();
        return failure(
                exception.code().jsonRpcCode(),
                message == null ? exception.code().name() : message);
    }

    private static String errorObject(int code, String message) {
        StringBuilder text = new StringBuilder("{\"code\":").append(code).append(",\"message\":\"");
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append("\"}").toString();
    }

    /**
     * A result.
     *
     * @param result a JSON object
     */
    record Result(JsonText result) implements Outcome {
        /** Checks for null. */
        public Result {
            requireNonNull(result, "result");
        }
    }

    /**
     * A protocol error.
     *
     * @param code {@code error.code}
     * @param message {@code error.message}
     * @param error the whole error object, {@code data} included
     */
    record Failure(int code, String message, JsonText error) implements Outcome {
        /** Checks for null. */
        public Failure {
            requireNonNull(message, "message");
            requireNonNull(error, "error");
        }
    }
}
