package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** How {@link StreamableHttpTransport} listens. Immutable; start from {@link #builder()}. */
public final class StreamableHttpOptions {
    private final String host;
    private final int port;
    private final boolean allowUnauthenticated;
    private final int maxConnections;
    private final Duration idleTimeout;
    private final Duration stopTimeout;
    private final GatewayServletOptions servlet;

    private StreamableHttpOptions(Builder builder, GatewayServletOptions servlet) {
        this.host = builder.host;
        this.port = builder.port;
        this.allowUnauthenticated = builder.allowUnauthenticated;
        this.maxConnections = builder.maxConnections;
        this.idleTimeout = builder.idleTimeout;
        this.stopTimeout = builder.stopTimeout;
        this.servlet = servlet;
    }

    /** Starts from the defaults: a free port of {@code 127.0.0.1}, no token. */
    public static Builder builder() {
        return new Builder();
    }

    /** The address or name to bind to; empty for all interfaces. */
    public String host() {
        return host;
    }

    /** The port; 0 for a free one. */
    public int port() {
        return port;
    }

    /** Whether clients are let in without a token. */
    public boolean allowUnauthenticated() {
        return allowUnauthenticated;
    }

    /** How many connections there may be at once; further ones wait to be accepted. */
    public int maxConnections() {
        return maxConnections;
    }

    /** After which a connection without traffic, and without a request in flight, is closed. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** How long requests in flight may go on when the transport is closed. */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** How requests are guarded and limited. */
    public GatewayServletOptions servlet() {
        return servlet;
    }

    /** The token, unless clients are let in without. */
    public Optional<Secret> token() {
        return servlet.token();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private boolean allowUnauthenticated;
        private int maxConnections = 10_000;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration stopTimeout = Duration.ofSeconds(5);
        private Optional<Secret> token = Optional.empty();
        private final GatewayServletOptions.Builder servlet = GatewayServletOptions.builder();

        private Builder() {}

        /** See {@link StreamableHttpOptions#host()}. */
        public Builder host(String value) {
            this.host = requireNonNull(value, "host");
            return this;
        }

        /** See {@link StreamableHttpOptions#port()}. */
        public Builder port(int value) {
            if (value < 0 || value > 65535) {
                throw new ConfigException("The port must be from 0 to 65535, not " + value);
            }
            this.port = value;
            return this;
        }

        /** The bearer token that every request must carry. */
        public Builder token(Secret value) {
            servlet.token(value);
            this.token = Optional.of(value);
            return this;
        }

        /** Lets clients in without a token. */
        public Builder allowUnauthenticated() {
            this.allowUnauthenticated = true;
            return this;
        }

        /** See {@link GatewayServletOptions#allowedOrigins()}. */
        public Builder allowedOrigins(Set<String> value) {
            servlet.allowedOrigins(value);
            return this;
        }

        /** See {@link GatewayServletOptions#allowedHosts()}. */
        public Builder allowedHosts(Set<String> value) {
            servlet.allowedHosts(value);
            return this;
        }

        /** See {@link GatewayServletOptions#maxBodyBytes()}. */
        public Builder maxBodyBytes(int value) {
            servlet.maxBodyBytes(value);
            return this;
        }

        /** See {@link StreamableHttpOptions#maxConnections()}. */
        public Builder maxConnections(int value) {
            this.maxConnections = value;
            return this;
        }

        /** See {@link StreamableHttpOptions#idleTimeout()}. */
        public Builder idleTimeout(Duration value) {
            this.idleTimeout = requireNonNull(value, "idleTimeout");
            return this;
        }

        /** See {@link StreamableHttpOptions#stopTimeout()}. */
        public Builder stopTimeout(Duration value) {
            this.stopTimeout = requireNonNull(value, "stopTimeout");
            return this;
        }

        /** Sets what has no shortcut here. */
        public Builder servlet(Consumer<GatewayServletOptions.Builder> change) {
            change.accept(servlet);
            return this;
        }

        /**
         * The options.
         *
         * @throws ConfigException if there is neither a token nor the permission to do without, or both
         */
        public StreamableHttpOptions build() {
            if (token.isEmpty() && !allowUnauthenticated) {
                throw new ConfigException("An authentication token is required for the streaming transport;"
                        + " give one, or allow unauthenticated clients");
            }
            if (token.isPresent() && allowUnauthenticated) {
                throw new ConfigException("A token was given and unauthenticated clients were allowed; choose one");
            }
            return new StreamableHttpOptions(this, servlet.build());
        }
    }
}
