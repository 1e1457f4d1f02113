/**
 * Lets a workload reach the hosts that it is allowed to reach, and nothing else. Needs nothing but {@code java.base}, so
 * that the image of the proxy container is a Java runtime and this.
 */
module io.mcpgateway.egress {
    requires static org.jspecify;

    exports io.mcpgateway.egress;
}
