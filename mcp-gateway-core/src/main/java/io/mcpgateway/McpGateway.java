package io.mcpgateway;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ImageVerifier;
import io.mcpgateway.spi.Interceptor;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint in front of many MCP servers. Made with {@link #builder()}, begun with {@link #start()}, served with
 * {@link #serve}, and ended with {@link #close()}, which ends every workload that it started. Thread-safe.
 */
public interface McpGateway extends AutoCloseable {
    /** Starts to describe a gateway. */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Reads catalogs, registry and configuration and begins to learn in the background what the servers offer. Returns
     * without waiting for any server.
     *
     * @throws GatewayException if what was configured cannot be read or is wrong; nothing runs then
     */
    void start();

    /**
     * Serves clients over a transport until the transport ends or the gateway is closed. The gateway closes the transport.
     *
     * @throws GatewayException if the transport cannot start
     */
    void serve(Transport transport);

    /** The gateway as transports and in-memory clients see it. */
    ClientGate gate();

    /**
     * Sends one request down the same road as a client's: views, policy, interceptors, tracing. The caller is the principal
     * {@code local} and can do nothing for servers.
     *
     * @param method the JSON-RPC method, such as {@code tools/call}
     * @param params its parameters, a JSON object
     */
    CompletionStage<Outcome> request(String method, JsonText params);

    /** How the enabled servers stand, in order. */
    List<ServerStatus> status();

    /** What runs for the servers: a look at it, its figures and logs, and how it is ended. */
    Workloads workloads();

    /**
     * Waits until what every enabled server offers is known or has failed.
     *
     * @return whether that happened in time
     */
    boolean awaitListings(Duration timeout) throws InterruptedException;

    /** Ends conversations, transports and workloads. Returns when everything is gone. Idempotent. */
    @Override
    void close();

    /** Describes a gateway. Not thread-safe. */
    final class Builder {
        final List<Catalog> catalogs = new ArrayList<>();
        final List<SecretStore> secretStores = new ArrayList<>();
        final List<Interceptor> interceptors = new ArrayList<>();
        final List<ContainerRuntime> runtimes = new ArrayList<>();
        final Map<String, JavaServer> javaServers = new LinkedHashMap<>();
        final Map<String, JsonText> configuration = new LinkedHashMap<>();
        final List<String> enabled = new ArrayList<>();
        final List<String> enabledToo = new ArrayList<>();
        boolean enableAll;

        @Nullable
        Registry registry;

        @Nullable
        Policy policy;

        @Nullable
        ImageVerifier imageVerifier;

        @Nullable
        EventSink events;

        Path home = Homes.defaultHome(System.getenv());
        Map<String, String> environment = System.getenv();
        GatewayOptions options = GatewayOptions.defaults();

        private Builder() {}

        /** The home directory; by default {@code MCP_GATEWAY_HOME} or {@code ~/.docker/mcp}. */
        public Builder home(Path value) {
            this.home = requireNonNull(value, "home");
            return this;
        }

        /** The environment variables that runtimes may look at; by default those of this process. */
        public Builder environment(Map<String, String> value) {
            this.environment = Map.copyOf(value);
            return this;
        }

        /** Adds a catalog; a later one replaces entries of the same name. */
        public Builder catalog(Catalog value) {
            catalogs.add(requireNonNull(value, "catalog"));
            return this;
        }

        /** The registry; without one only {@link #enable}d and {@link #server registered} servers are on. */
        public Builder registry(Registry value) {
            this.registry = requireNonNull(value, "registry");
            return this;
        }

        /** Enables exactly these servers, in this order, whatever the registry enables. */
        public Builder enable(String... servers) {
            enabled.addAll(List.of(servers));
            return this;
        }

        /** Enables these servers besides those that are enabled otherwise, after them. */
        public Builder enableToo(String... servers) {
            enabledToo.addAll(List.of(servers));
            return this;
        }

        /** Enables every server of every catalog. */
        public Builder enableAll() {
            this.enableAll = true;
            return this;
        }

        /** Configures a server, in place of what the registry says; a JSON object. */
        public Builder configure(String server, JsonText value) {
            configuration.put(requireNonNull(server, "server"), requireNonNull(value, "configuration"));
            return this;
        }

        /** Adds a secret store, asked after the earlier ones. */
        public Builder secrets(SecretStore value) {
            secretStores.add(requireNonNull(value, "secrets"));
            return this;
        }

        /** Adds a runtime; it wins over those that are found by name. */
        public Builder runtime(ContainerRuntime value) {
            runtimes.add(requireNonNull(value, "runtime"));
            return this;
        }

        /** Adds an interceptor inside the earlier ones. */
        public Builder interceptor(Interceptor value) {
            interceptors.add(requireNonNull(value, "interceptor"));
            return this;
        }

        /** The policy; without one everything is allowed. */
        public Builder policy(Policy value) {
            this.policy = requireNonNull(value, "policy");
            return this;
        }

        /** Decides which images may be run; without one every image may. Images that it verified are started by digest. */
        public Builder imageVerifier(ImageVerifier value) {
            this.imageVerifier = requireNonNull(value, "imageVerifier");
            return this;
        }

        /** Registers a server of this JVM and enables it. */
        public Builder server(String name, JavaServer value) {
            javaServers.put(requireNonNull(name, "name"), requireNonNull(value, "server"));
            return this;
        }

        /** The options. */
        public Builder options(GatewayOptions value) {
            this.options = requireNonNull(value, "options");
            return this;
        }

        /** Where events go; without one they go to SLF4J. */
        public Builder events(EventSink value) {
            this.events = requireNonNull(value, "events");
            return this;
        }

        /** The gateway, not yet started. It owns the parts that it was given and closes them. */
        public McpGateway build() {
            return new GatewayEngine(this);
        }
    }
}
