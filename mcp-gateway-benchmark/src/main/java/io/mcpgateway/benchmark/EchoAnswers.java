package io.mcpgateway.benchmark;

/** What the echo server answers; shared by its stdio and HTTP forms. */
final class EchoAnswers {
    private static final byte[] INITIALIZE = Json.ascii("\"method\":\"initialize\"");
    private static final byte[] LIST = Json.ascii("\"method\":\"tools/list\"");

    private EchoAnswers() {}

    /** The answer to a message, or an empty array if there is none. */
    static byte[] answer(byte[] buffer, int from, int to) {
        long id = Json.id(buffer, from, to);
        if (id < 0) {
            return new byte[0];
        }
        String head = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":";
        if (Json.contains(buffer, from, to, INITIALIZE)) {
            return Json.ascii(head + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}}");
        }
        if (Json.contains(buffer, from, to, LIST)) {
            return Json.ascii(head + "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}}");
        }
        return Json.ascii(head + "{\"content\":[{\"type\":\"text\",\"text\":"
                + "\"0123456789012345678901234567890123456789012345678901234567890123\"}]}}");
    }
}
