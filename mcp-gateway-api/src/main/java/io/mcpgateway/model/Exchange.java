package io.mcpgateway.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One client request in flight, in neutral form: the shape is that of the modern era, an independent request that carries
 * who asks and what they can do; a legacy session supplies these from its handshake.
 */
public final class Exchange {
    private final Kind kind;
    private final String method;
    private final ClientIdentity client;
    private final CapabilityProfile profile;
    private final String target;
    private final String server;
    private final JsonText params;

    private Exchange(
            Kind kind,
            String method,
            ClientIdentity client,
            CapabilityProfile profile,
            String target,
            String server,
            JsonText params) {
        this.kind = requireNonNull(kind, "kind");
        this.method = requireNonNull(method, "method");
        this.client = requireNonNull(client, "client");
        this.profile = requireNonNull(profile, "profile");
        this.target = requireNonNull(target, "target");
        this.server = requireNonNull(server, "server");
        this.params = requireNonNull(params, "params");
    }

    /**
     * An exchange.
     *
     * @param kind what is asked for
     * @param method the JSON-RPC method
     * @param client who asks
     * @param profile what the client can do
     * @param target the exposed name or the URI; empty for lists
     * @param server the server that owns the target; empty for lists
     * @param params the parameters, a JSON object
     */
    public static Exchange of(
            Kind kind,
            String method,
            ClientIdentity client,
            CapabilityProfile profile,
            String target,
            String server,
            JsonText params) {
        return new Exchange(kind, method, client, profile, target, server, params);
    }

    /** What is asked for. */
    public Kind kind() {
        return kind;
    }

    /** The JSON-RPC method. */
    public String method() {
        return method;
    }

    /** Who asks. */
    public ClientIdentity client() {
        return client;
    }

    /** What the client can do for servers. */
    public CapabilityProfile profile() {
        return profile;
    }

    /** The exposed name of the tool or prompt, or the URI of the resource; empty for lists. */
    public String target() {
        return target;
    }

    /** The server that owns the target; empty for lists. */
    public String server() {
        return server;
    }

    /** The parameters as they came, a JSON object. */
    public JsonText params() {
        return params;
    }

    /**
     * The same exchange with other parameters. The target cannot be changed this way: the gateway routes by what was asked
     * first and refuses parameters that name another one.
     */
    public Exchange withParams(JsonText changed) {
        return new Exchange(kind, method, client, profile, target, server, changed);
    }

    /** Without parameters, which may hold anything. */
    @Override
    public String toString() {
        return "Exchange[" + method + (target.isEmpty() ? "" : " " + target) + "]";
    }

    /** What an exchange asks for. */
    public enum Kind {
        /** {@code tools/call}. */
        CALL("tools/call"),
        /** {@code prompts/get}. */
        PROMPT("prompts/get"),
        /** {@code resources/read}. */
        READ("resources/read"),
        /** {@code tools/list}, {@code prompts/list}, {@code resources/list}, {@code resources/templates/list}. */
        LIST(""),
        /** {@code completion/complete}. */
        COMPLETE("completion/complete");

        private final String method;

        Kind(String method) {
            this.method = method;
        }

        /** The one method of this kind; empty for {@link #LIST}, which has several. */
        public Optional<String> method() {
            return method.isEmpty() ? Optional.empty() : Optional.of(method);
        }
    }
}
