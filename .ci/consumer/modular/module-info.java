/** The same program as a module. */
module org.example.consumer {
    requires io.mcpgateway.core;
    requires io.mcpgateway.sdk;
}
