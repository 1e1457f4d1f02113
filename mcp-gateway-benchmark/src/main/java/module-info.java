/** Measures the gateway beside its floors. Never shipped. */
module io.mcpgateway.benchmark {
    requires java.net.http;
    requires static org.jspecify;
}
