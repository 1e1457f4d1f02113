package io.mcpgateway.http;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How {@link GatewayServlet} guards itself and what it allows. Immutable; start from {@link #builder()}.
 *
 * <p>Without a token the servlet authenticates nobody: that is for applications whose own filters do.
 */
public final class GatewayServletOptions {
    private final Optional<Secret> token;
    private final Set<String> allowedOrigins;
    private final Set<String> allowedHosts;
    private final int maxBodyBytes;
    private final int maxSessions;
    private final int maxRequests;
    private final int queuedMessages;
    private final long queuedBytes;
    private final int storedEvents;
    private final long storedBytes;
    private final Duration storedFor;
    private final Duration resumableAfter;
    private final Duration retry;
    private final Duration longestConnection;
    private final Duration bodyTimeout;
    private final Duration keepAlive;
    private final Duration disconnectProbe;

    private GatewayServletOptions(Builder builder) {
        this.token = builder.token;
        this.allowedOrigins = Set.copyOf(builder.allowedOrigins);
        this.allowedHosts = Set.copyOf(builder.allowedHosts);
        this.maxBodyBytes = builder.maxBodyBytes;
        this.maxSessions = builder.maxSessions;
        this.maxRequests = builder.maxRequests;
        this.queuedMessages = builder.queuedMessages;
        this.queuedBytes = builder.queuedBytes;
        this.storedEvents = builder.storedEvents;
        this.storedBytes = builder.storedBytes;
        this.storedFor = builder.storedFor;
        this.resumableAfter = builder.resumableAfter;
        this.retry = builder.retry;
        this.longestConnection = builder.longestConnection;
        this.bodyTimeout = builder.bodyTimeout;
        this.keepAlive = builder.keepAlive;
        this.disconnectProbe = builder.disconnectProbe;
    }

    /** Starts from the defaults: no token, loopback origins and hosts, the limits of the gateway. */
    public static Builder builder() {
        return new Builder();
    }

    /** The bearer token that every request must carry. */
    public Optional<Secret> token() {
        return token;
    }

    /** Origins beside the loopback ones, spelled as browsers send them: {@code https://app.example.com}. */
    public Set<String> allowedOrigins() {
        return allowedOrigins;
    }

    /**
     * Host names, without port, beside the loopback ones that a request may name when it arrives at a loopback address;
     * {@code *} allows every one. A reverse proxy on the same machine needs this.
     */
    public Set<String> allowedHosts() {
        return allowedHosts;
    }

    /** The largest request body, in bytes. */
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** How many legacy sessions there may be at once; by default the gateway's own limit is the only one. */
    public int maxSessions() {
        return maxSessions;
    }

    /** How many POST requests may be in flight at once. */
    public int maxRequests() {
        return maxRequests;
    }

    /**
     * How many messages wait for a client that reads slowly. Beyond that, log messages and progress are left out; its
     * connection is given up over any other.
     */
    public int queuedMessages() {
        return queuedMessages;
    }

    /** How many bytes of messages wait for such a client; the answer to a request always fits. */
    public long queuedBytes() {
        return queuedBytes;
    }

    /** How many events of a legacy session are kept for a client that lost its connection, or has none yet. */
    public int storedEvents() {
        return storedEvents;
    }

    /** How many bytes of such events are kept. */
    public long storedBytes() {
        return storedBytes;
    }

    /** How long the events of a stream are kept after its end. */
    public Duration storedFor() {
        return storedFor;
    }

    /**
     * After which wait the answer to a request becomes an event stream, so that a client of 2025-11-25 and later that loses
     * its connection can ask for the rest; an answer that is there before goes out as plain JSON.
     */
    public Duration resumableAfter() {
        return resumableAfter;
    }

    /** How long clients are told to wait before they come back for the rest, when {@link #longestConnection()} has passed. */
    public Duration retry() {
        return retry;
    }

    /**
     * After which time the connection of an event stream is closed, so that clients of 2025-11-25 and later come back and ask
     * for the rest; zero, the default, for never. Proxies that cut long connections are a reason to set it, clients on the
     * MCP Java SDK a reason not to: as of 2.1 it takes the field {@code retry}, which goes out before, for an error.
     */
    public Duration longestConnection() {
        return longestConnection;
    }

    /** How long a client may take to send a request body. */
    public Duration bodyTimeout() {
        return bodyTimeout;
    }

    /** After which silence a sign of life is sent, so that proxies do not cut the connection. */
    public Duration keepAlive() {
        return keepAlive;
    }

    /**
     * After which silence a sign of life is sent on the answer to a modern request. Shorter than {@link #keepAlive()},
     * because writing is the only way to notice that the client is gone, and that cancels the request.
     */
    public Duration disconnectProbe() {
        return disconnectProbe;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private Optional<Secret> token = Optional.empty();
        private Set<String> allowedOrigins = Set.of();
        private Set<String> allowedHosts = Set.of();
        private int maxBodyBytes = 32 << 20;
        private int maxSessions = Integer.MAX_VALUE;
        private int maxRequests = 4096;
        private int queuedMessages = 1000;
        private long queuedBytes = 10 << 20;
        private int storedEvents = 1000;
        private long storedBytes = 10 << 20;
        private Duration storedFor = Duration.ofMinutes(5);
        private Duration resumableAfter = Duration.ofSeconds(1);
        private Duration retry = Duration.ofSeconds(1);
        private Duration longestConnection = Duration.ZERO;
        private Duration bodyTimeout = Duration.ofSeconds(30);
        private Duration keepAlive = Duration.ofSeconds(15);
        private Duration disconnectProbe = Duration.ofSeconds(2);

        private Builder() {}

        /**
         * See {@link GatewayServletOptions#token()}.
         *
         * @throws ConfigException if it is empty or has characters that no header can carry
         */
        public Builder token(Secret value) {
            if (!value.reveal().matches("[\\x21-\\x7e]+")) {
                throw new ConfigException("The bearer token is empty or has characters other than visible ASCII");
            }
            this.token = Optional.of(value);
            return this;
        }

        /** See {@link GatewayServletOptions#allowedOrigins()}. */
        public Builder allowedOrigins(Set<String> value) {
            this.allowedOrigins = requireNonNull(value, "allowedOrigins");
            return this;
        }

        /** See {@link GatewayServletOptions#allowedHosts()}. */
        public Builder allowedHosts(Set<String> value) {
            this.allowedHosts = requireNonNull(value, "allowedHosts");
            return this;
        }

        /** See {@link GatewayServletOptions#maxBodyBytes()}. */
        public Builder maxBodyBytes(int value) {
            this.maxBodyBytes = positive(value, "maxBodyBytes");
            return this;
        }

        /** See {@link GatewayServletOptions#maxSessions()}. */
        public Builder maxSessions(int value) {
            this.maxSessions = positive(value, "maxSessions");
            return this;
        }

        /** See {@link GatewayServletOptions#maxRequests()}. */
        public Builder maxRequests(int value) {
            this.maxRequests = positive(value, "maxRequests");
            return this;
        }

        /** See {@link GatewayServletOptions#queuedMessages()}. */
        public Builder queuedMessages(int value) {
            this.queuedMessages = positive(value, "queuedMessages");
            return this;
        }

        /** See {@link GatewayServletOptions#queuedBytes()}. */
        public Builder queuedBytes(long value) {
            this.queuedBytes = positive(value, "queuedBytes");
            return this;
        }

        /** See {@link GatewayServletOptions#storedEvents()}. */
        public Builder storedEvents(int value) {
            this.storedEvents = positive(value, "storedEvents");
            return this;
        }

        /** See {@link GatewayServletOptions#storedBytes()}. */
        public Builder storedBytes(long value) {
            this.storedBytes = positive(value, "storedBytes");
            return this;
        }

        /** See {@link GatewayServletOptions#storedFor()}. */
        public Builder storedFor(Duration value) {
            this.storedFor = requireNonNull(value, "storedFor");
            return this;
        }

        /** See {@link GatewayServletOptions#resumableAfter()}. */
        public Builder resumableAfter(Duration value) {
            this.resumableAfter = requireNonNull(value, "resumableAfter");
            return this;
        }

        /** See {@link GatewayServletOptions#retry()}. */
        public Builder retry(Duration value) {
            this.retry = requireNonNull(value, "retry");
            return this;
        }

        /** See {@link GatewayServletOptions#longestConnection()}. */
        public Builder longestConnection(Duration value) {
            this.longestConnection = requireNonNull(value, "longestConnection");
            return this;
        }

        /** See {@link GatewayServletOptions#bodyTimeout()}. */
        public Builder bodyTimeout(Duration value) {
            this.bodyTimeout = requireNonNull(value, "bodyTimeout");
            return this;
        }

        /** See {@link GatewayServletOptions#keepAlive()}. */
        public Builder keepAlive(Duration value) {
            this.keepAlive = requireNonNull(value, "keepAlive");
            return this;
        }

        /** See {@link GatewayServletOptions#disconnectProbe()}. */
        public Builder disconnectProbe(Duration value) {
            this.disconnectProbe = requireNonNull(value, "disconnectProbe");
            return this;
        }

        /** Takes over everything that other options say. */
        public Builder copy(GatewayServletOptions other) {
            this.token = other.token;
            this.allowedOrigins = other.allowedOrigins;
            this.allowedHosts = other.allowedHosts;
            this.maxBodyBytes = other.maxBodyBytes;
            this.maxSessions = other.maxSessions;
            this.maxRequests = other.maxRequests;
            this.queuedMessages = other.queuedMessages;
            this.queuedBytes = other.queuedBytes;
            this.storedEvents = other.storedEvents;
            this.storedBytes = other.storedBytes;
            this.storedFor = other.storedFor;
            this.resumableAfter = other.resumableAfter;
            this.retry = other.retry;
            this.longestConnection = other.longestConnection;
            this.bodyTimeout = other.bodyTimeout;
            this.keepAlive = other.keepAlive;
            this.disconnectProbe = other.disconnectProbe;
            return this;
        }

        /** The options. */
        public GatewayServletOptions build() {
            return new GatewayServletOptions(this);
        }

        private static int positive(int value, String name) {
            return (int) positive((long) value, name);
        }

        private static long positive(long value, String name) {
            if (value <= 0) {
                throw new ConfigException("'" + name + "' must be positive, not " + value);
            }
            return value;
        }
    }
}
