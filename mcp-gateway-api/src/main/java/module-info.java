/** Service provider interfaces and value types of the MCP gateway. */
module io.mcpgateway.api {
    requires static transitive org.jspecify;

    exports io.mcpgateway.model;
    exports io.mcpgateway.spi;
}
