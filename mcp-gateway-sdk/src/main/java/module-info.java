/** The MCP Java SDK on both sides of the gateway, in memory. */
module io.mcpgateway.sdk {
    requires transitive io.mcpgateway.core;
    requires transitive io.modelcontextprotocol.sdk.mcp.core;
    requires io.modelcontextprotocol.sdk.mcp.json.jackson2;
    requires com.fasterxml.jackson.databind;
    // Not used here: the SDK's validator needs it, and an automatic module cannot say so.
    requires com.networknt.schema;
    requires org.reactivestreams;
    requires org.slf4j;
    requires reactor.core;
    requires static org.jspecify;

    exports io.mcpgateway.sdk;
}
