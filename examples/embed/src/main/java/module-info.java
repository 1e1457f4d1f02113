/** A program with a gateway inside. */
module io.mcpgateway.examples.embed {
    requires io.mcpgateway.core;
    requires io.mcpgateway.http;
    requires io.mcpgateway.sdk;
    requires static org.jspecify;
}
