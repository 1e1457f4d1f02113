package io.mcpgateway.model;

/**
 * What kind of failure happened. Fixes both the exit status of the command line and the JSON-RPC error code that a client
 * sees. Codes of the gateway's own lie outside {@code -32768..-32000}, which JSON-RPC and MCP reserve.
 */
public enum ErrorCode {
    /** A file, flag or setting is wrong. */
    CONFIGURATION(2, -32603),
    /** The named server, tool, prompt, resource or file does not exist. */
    NOT_FOUND(3, -32602),
    /** The client sent something that is not valid. */
    INVALID_REQUEST(4, -32600),
    /** Policy, trust or a missing grant forbids it. */
    DENIED(5, 1403),
    /** A server could not be started or reached, or died. */
    SERVER_UNAVAILABLE(6, 1503),
    /** The container engine or sandbox is not available. */
    RUNTIME_UNAVAILABLE(7, 1503),
    /** A limit of size, number or queue length was hit. */
    LIMIT(8, 1429),
    /** It took too long. */
    TIMEOUT(9, 1504),
    /** A secret is missing, or its store is. */
    SECRET(10, 1401),
    /** The gateway is at fault. */
    INTERNAL(1, -32603);

    private final int exitStatus;
    private final int jsonRpcCode;

    ErrorCode(int exitStatus, int jsonRpcCode) {
        this.exitStatus = exitStatus;
        this.jsonRpcCode = jsonRpcCode;
    }

    /** The process exit status of a command that fails this way. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The {@code error.code} that a client sees. */
    public int jsonRpcCode() {
        return jsonRpcCode;
    }
}
