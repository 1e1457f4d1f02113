/** Measures the gateway beside its floors. Never shipped. */
module io.mcpgateway.benchmark {
    requires static org.jspecify;
}
