package io.mcpgateway.benchmark;

import java.nio.charset.StandardCharsets;

/** The little JSON that servers and load need: one fixed shape each. */
final class Json {
    /** The revision without handshake. */
    static final String MODERN = "2026-07-28";

    private Json() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The digits after {@code "id":} in a message of ours, or -1. */
    static long id(byte[] buffer, int from, int to) {
        for (int i = from; i < to - 5; i++) {
            if (buffer[i] == '"' && buffer[i + 1] == 'i' && buffer[i + 2] == 'd' && buffer[i + 3] == '"') {
                int at = i + 5;
                long value = 0;
                int digits = 0;
                while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
                    value = 10 * value + buffer[at++] - '0';
                    digits++;
                }
                return digits == 0 ? -1 : value;
            }
        }
        return -1;
    }

    static boolean contains(byte[] buffer, int from, int to, byte[] needle) {
        outer:
        for (int i = from; i <= to - needle.length; i++) {
            for (int j = 0; j < needle.length; j++) {
                if (buffer[i + j] != needle[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    static String call(long id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\""
                + "0123456789012345678901234567890123456789012345678901234567890123\"}}}";
    }

    static String initialize(long id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}}";
    }

    /** What a request of the modern era says of itself; each session has a server of its own. */
    private static String modern(String session) {
        return "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + MODERN
                + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"},"
                + "\"io.modelcontextprotocol/clientCapabilities\":{},\"io.mcpgateway/session\":\"" + session + "\"}";
    }

    static String modernCall(long id, String session) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\""
                + "0123456789012345678901234567890123456789012345678901234567890123\"}," + modern(session) + "}}";
    }

    static String modernList(long id, String session) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\",\"params\":{" + modern(session) + "}}";
    }

    static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    static String list(long id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/list\",\"params\":{}}";
    }
}
