package io.mcpgateway.sdk;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an SDK server is built on: the sessions that the gateway has open with it. Thread-safe. */
final class Sessions implements McpServerTransportProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Map<String, SessionChannel> open = new ConcurrentHashMap<>();
    private volatile McpServerSession.@Nullable Factory factory;
    private volatile boolean closed;

    @Override
    public void setSessionFactory(McpServerSession.Factory sessionFactory) {
        this.factory = requireNonNull(sessionFactory, "sessionFactory");
    }

    /** Fails unless a server was built on this. */
    void requireServer() {
        if (factory == null) {
            throw new ConfigException("The SDK server was not built on the transport provider that was handed in");
        }
    }

    SessionChannel open(JavaServer.Receiver toGateway) {
        McpServerSession.Factory sessionFactory = factory;
        if (closed || sessionFactory == null) {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "The SDK server is closed");
        }
        ServerTransport transport = new ServerTransport(toGateway);
        McpServerSession session = sessionFactory.create(transport);
        SessionChannel channel = new SessionChannel(session, transport, () -> open.remove(session.getId()));
        transport.onClose(channel::closedByServer);
        open.put(session.getId(), channel);
        if (closed) { // between the look above and the registration: nobody else closes it
            channel.closedByServer();
        }
        return channel;
    }

    /** How many conversations are open. */
    int size() {
        return open.size();
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.defer(() -> Flux.fromIterable(open.values()))
                .flatMap(channel -> channel.sendNotification(method, params).onErrorResume(e -> {
                    LOG.atWarn().addKeyValue("method", method).setCause(e).log("A notification was not sent");
                    return Mono.empty();
                }))
                .then();
    }

    @Override
    public Mono<Void> notifyClient(String sessionId, String method, Object params) {
        return Mono.defer(() -> {
            SessionChannel channel = open.get(sessionId);
            return channel == null ? Mono.empty() : channel.sendNotification(method, params);
        });
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> {
            closed = true;
            open.values().forEach(SessionChannel::closedByServer);
        });
    }
}
