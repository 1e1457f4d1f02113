/** Documents as artifacts in registries of container images. */
module io.mcpgateway.oci {
    requires transitive io.mcpgateway.api;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;

    exports io.mcpgateway.oci;
}
