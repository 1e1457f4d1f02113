package io.mcpgateway.spi;

/** Creates interceptors. */
public interface InterceptorProvider extends Provider<Interceptor> {}
