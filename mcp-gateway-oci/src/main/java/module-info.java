/** Documents as artifacts in registries of container images. */
module io.mcpgateway.oci {
    requires transitive io.mcpgateway.api;
    requires static org.jspecify;

    exports io.mcpgateway.oci;
}
