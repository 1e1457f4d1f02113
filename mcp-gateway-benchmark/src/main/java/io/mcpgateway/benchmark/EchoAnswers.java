package io.mcpgateway.benchmark;

/** What the echo server answers; shared by its stdio and HTTP forms. */
final class EchoAnswers {
    private static final byte[] INITIALIZE = Json.ascii("\"method\":\"initialize\"");
    private static final byte[] DISCOVER = Json.ascii("\"method\":\"server/discover\"");
    private static final byte[] LISTEN = Json.ascii("\"method\":\"subscriptions/listen\"");
    private static final byte[] LIST = Json.ascii("\"method\":\"tools/list\"");

    private EchoAnswers() {}

    /** The answer to a message, as a server of the modern or the legacy era gives it, or an empty array if there is none. */
    static byte[] answer(byte[] buffer, int from, int to, boolean modern) {
        long id = Json.id(buffer, from, to);
        if (id < 0) {
            return new byte[0];
        }
        if (Json.contains(buffer, from, to, LISTEN) || (!modern && Json.contains(buffer, from, to, DISCOVER))) {
            return Json.ascii("{\"jsonrpc\":\"2.0\",\"id\":" + id
                    + ",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
        }
        String head = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":";
        if (Json.contains(buffer, from, to, INITIALIZE)) {
            return Json.ascii(head + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}}");
        }
        String type = modern ? "\"resultType\":\"complete\"," : "";
        if (Json.contains(buffer, from, to, DISCOVER)) {
            return Json.ascii(head + "{" + type + "\"supportedVersions\":[\"" + Json.MODERN
                    + "\"],\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\"}}");
        }
        if (Json.contains(buffer, from, to, LIST)) {
            return Json.ascii(
                    head + "{" + type + "\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]"
                            + (modern ? ",\"ttlMs\":0,\"cacheScope\":\"private\"}}" : "}}"));
        }
        return Json.ascii(head + "{" + type + "\"content\":[{\"type\":\"text\",\"text\":"
                + "\"0123456789012345678901234567890123456789012345678901234567890123\"}]}}");
    }
}
