package io.mcpgateway.remote;

import java.util.concurrent.CompletionStage;

/** Opens links to remote servers. Found with {@link java.util.ServiceLoader}. */
public interface RemoteLinks extends AutoCloseable {
    /** Whether this opens links of the given transport, such as {@code streamable-http}. */
    boolean supports(String transport);

    /**
     * Opens a link. No request is made before the first message is sent. Fails with a
     * {@link io.mcpgateway.model.GatewayException} if the address is refused.
     */
    CompletionStage<Link> open(RemoteTarget target, Link.Listener listener);

    @Override
    void close();
}
