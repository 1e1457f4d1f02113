package io.mcpgateway.sdk;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.McpGateway;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.JavaServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The official MCP Java SDK on both sides of the gateway, in memory.
 *
 * <p>Clients: {@link #connect} for one that is ready, {@link #client} and {@link #asyncClient} to configure one first,
 * {@link #transport} for the bare transport. Servers: {@link #server} and {@link #asyncServer} make a
 * {@link JavaServer} for {@link McpGateway.Builder#server}. All methods are thread-safe.
 *
 * <p>The SDK keeps only what its types know and speaks revisions up to 2025-11-25: see {@code docs/extending.md} for what
 * a round trip through it loses. The relay between other clients and servers does not use it.
 */
public final class McpSdk {
    /**
     * Practically none: the gateway itself limits calls, and knows of their progress, which the SDK's clock does not.
     */
    private static final Duration CLIENT_TIMEOUT = Duration.ofDays(1);

    private McpSdk() {}

    /**
     * Connects a client and shakes hands. The caller closes the client, which ends its conversation and cancels what it
     * has in flight; closing the gateway ends it, too.
     *
     * @param gateway a gateway that was started
     * @return a client that is initialized
     * @throws GatewayException if the gateway is closed or refuses the handshake
     */
    public static McpSyncClient connect(McpGateway gateway) {
        return connect(requireNonNull(gateway, "gateway")::gate);
    }

    static McpSyncClient connect(Supplier<ClientGate> gate) {
        McpSyncClient client = prepare(McpClient.sync(new GateTransport(gate))).build();
        try {
            client.initialize();
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw connectFailure(e);
        }
    }

    private static GatewayException connectFailure(RuntimeException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        ErrorCode code = root instanceof GatewayException known ? known.code() : ErrorCode.INTERNAL;
        return new GatewayException(code, "Cannot connect a client to the gateway: " + root.getMessage(), failure);
    }

    /**
     * Starts to describe a client of the gateway, for instance one that answers elicitations. It shakes hands upon
     * {@code initialize()} or its first request.
     */
    public static McpClient.SyncSpec client(McpGateway gateway) {
        return prepare(McpClient.sync(transport(gateway)));
    }

    private static McpClient.SyncSpec prepare(McpClient.SyncSpec specification) {
        return specification.requestTimeout(CLIENT_TIMEOUT).jsonSchemaValidator(SdkJson.validator());
    }

    /**
     * Starts to describe an asynchronous client of the gateway. What is chained to its results runs on Reactor's parallel
     * scheduler, never on a thread of the gateway.
     */
    public static McpClient.AsyncSpec asyncClient(McpGateway gateway) {
        return McpClient.async(transport(gateway))
                .requestTimeout(CLIENT_TIMEOUT)
                .jsonSchemaValidator(SdkJson.validator());
    }

    /**
     * A transport for one client of the gateway. Every connect opens a conversation of its own as principal
     * {@code local}. When the gateway ends the conversation, for instance after idle time, the next call fails and the
     * client shakes hands anew, as SDK clients do over HTTP.
     */
    public static McpClientTransport transport(McpGateway gateway) {
        return new GateTransport(requireNonNull(gateway, "gateway")::gate);
    }

    /**
     * A server written with the SDK, for {@link McpGateway.Builder#server}:
     *
     * <pre>{@code
     * JavaServer orders = McpSdk.server(provider -> McpSdk.sync(provider)
     *         .serverInfo("orders", "1.0")
     *         .toolCall(tool, (exchange, request) -> find(request))
     *         .build());
     * }</pre>
     *
     * Each conversation of the gateway is one session of it. Synchronous handlers run on Reactor's elastic scheduler, ten
     * threads per processor; a cancelled call is interrupted. Closing the result closes the server.
     *
     * @param build builds one server on the given provider; called once, before this returns
     * @throws ConfigException if the server was not built on the provider
     */
    public static JavaServer server(Function<? super McpServerTransportProvider, McpSyncServer> build) {
        Sessions sessions = new Sessions();
        McpSyncServer server = requireNonNull(build, "build").apply(sessions);
        sessions.requireServer();
        return new SdkServer(sessions, server::close);
    }

    /**
     * Like {@link #server}, for an asynchronous server. Its handlers are subscribed to on Reactor's parallel scheduler and
     * must not block; a cancelled call is disposed of.
     *
     * @param build builds one server on the given provider; called once, before this returns
     * @throws ConfigException if the server was not built on the provider
     */
    public static JavaServer asyncServer(Function<? super McpServerTransportProvider, McpAsyncServer> build) {
        Sessions sessions = new Sessions();
        McpAsyncServer server = requireNonNull(build, "build").apply(sessions);
        sessions.requireServer();
        return new SdkServer(sessions, server::close);
    }

    /**
     * Like {@link McpServer#sync(McpServerTransportProvider)}, with JSON mapper and schema validator set, so that neither
     * is looked for on the class path.
     */
    public static McpServer.SingleSessionSyncSpecification sync(McpServerTransportProvider provider) {
        McpServer.SingleSessionSyncSpecification specification = McpServer.sync(provider);
        specification.jsonMapper(SdkJson.mapper()).jsonSchemaValidator(SdkJson.validator());
        return specification;
    }

    /**
     * Like {@link McpServer#async(McpServerTransportProvider)}, with JSON mapper and schema validator set, so that neither
     * is looked for on the class path.
     */
    public static McpServer.AsyncSpecification<?> async(McpServerTransportProvider provider) {
        return McpServer.async(provider).jsonMapper(SdkJson.mapper()).jsonSchemaValidator(SdkJson.validator());
    }
}
