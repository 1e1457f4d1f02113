package io.mcpgateway.spi;

/** Creates policies. */
public interface PolicyProvider extends Provider<Policy> {}
