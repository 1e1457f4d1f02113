package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the conversation with a server: {@code initialize} in the legacy era, {@code server/discover} in the modern one.
 * A server of unknown era is probed as revision 2026-07-28 says (transports/stdio and streamable-http, "Backward
 * Compatibility"): it is asked to discover itself, and whatever is no answer of the modern era makes it a legacy one.
 */
final class Handshake {
    private static final String NEWEST_LEGACY = "2025-11-25";
    private static final JsonText NONE = JsonText.of("");
    private static final Set<String> MODERN_ERRORS = Set.of("-32020", "-32021", "-32022");
    private static final Members.Index ERROR = Members.Index.of(0, "code", "data");
    private static final Members.Index DATA = Members.Index.of(0, "supported");

    private Handshake() {}

    /** What a probe found. */
    enum Probe {
        /** A modern server; it has been greeted. */
        MODERN,
        /** An answer that no modern server gives: the same conversation can go on with {@code initialize}. */
        LEGACY,
        /** Nothing in time: the conversation is of no more use. */
        SILENT
    }

    /** Asks a server to discover itself. Fails if that decides nothing. */
    static CompletionStage<Probe> probe(Upstream upstream, Duration patience) {
        CompletableFuture<Probe> found = new CompletableFuture<>();
        upstream.probe(
                new UpstreamCall("server/discover", null, NONE) {
                    @Override
                    protected void answered(Envelope response) {
                        try {
                            found.complete(judge(upstream, response));
                        } catch (MalformedMessageException e) {
                            found.complete(Probe.LEGACY);
                        } catch (GatewayException e) {
                            found.completeExceptionally(e);
                        }
                    }

                    @Override
                    protected void refused(int status, GatewayException cause) {
                        if (status >= 400 && status < 500 && !decidesNothing(status)) {
                            found.complete(Probe.LEGACY);
                        } else {
                            found.completeExceptionally(cause);
                        }
                    }

                    @Override
                    protected void failed(GatewayException cause) {
                        if (cause.code() == ErrorCode.TIMEOUT) {
                            found.complete(Probe.SILENT);
                        } else {
                            found.completeExceptionally(cause);
                        }
                    }
                },
                patience);
        return found.completeOnTimeout(Probe.SILENT, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** It asks for credentials, or for patience. */
    private static boolean decidesNothing(int status) {
        return status == 401 || status == 403 || status == 407 || status == 408 || status == 429;
    }

    private static Probe judge(Upstream upstream, Envelope response) throws MalformedMessageException {
        JsonText result = response.result();
        if (result != null) {
            JsonText versions = ServerHello.versionsIn(result);
            if (versions == null) {
                return Probe.LEGACY;
            }
            if (ServerHello.supports(versions, ClientFacts.REVISION)) {
                upstream.greeted(ServerHello.ofDiscovery(result));
                return Probe.MODERN;
            }
            return notSpoken(upstream, versions);
        }
        JsonText error = response.error();
        Members members = Members.of(error == null ? JsonText.emptyObject() : error, ERROR);
        JsonText code = members.get(0);
        if (code == null || !MODERN_ERRORS.contains(code.toString())) {
            return Probe.LEGACY;
        }
        JsonText data = members.get(1);
        JsonText supported = data == null ? null : Members.of(data, DATA).get(0);
        return notSpoken(upstream, supported);
    }

    /** A modern server of another revision; one that speaks legacy revisions as well is spoken to in one of those. */
    private static Probe notSpoken(Upstream upstream, @Nullable JsonText supported) throws MalformedMessageException {
        for (String revision : ServerHello.SPOKEN) {
            if (supported != null && ServerHello.supports(supported, revision)) {
                return Probe.LEGACY;
            }
        }
        throw new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Server '" + upstream.server() + "' does not speak MCP revision " + ClientFacts.REVISION
                        + (supported == null ? "" : "; it speaks " + supported));
    }

    /** The handshake of the legacy era. */
    static CompletionStage<Upstream> initialize(
            Upstream upstream, CapabilityProfile profile, JsonText clientInfo, Duration patience) {
        CompletableFuture<Upstream> done = new CompletableFuture<>();
        JsonText params = JsonText.of("{\"protocolVersion\":\"" + NEWEST_LEGACY + "\",\"capabilities\":"
                + profile.canonical() + ",\"clientInfo\":" + clientInfo + "}");
        upstream.call(
                new UpstreamCall("initialize", params, NONE) {
                    @Override
                    protected void answered(Envelope response) {
                        try {
                            upstream.greeted(ServerHello.ofInitialize(upstream.server(), response));
                            upstream.notify("notifications/initialized", null);
                            done.complete(upstream);
                        } catch (GatewayException e) {
                            done.completeExceptionally(e);
                        }
                    }

                    @Override
                    protected void failed(GatewayException cause) {
                        done.completeExceptionally(cause);
                    }
                },
                patience);
        return done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        e instanceof TimeoutException
                                ? new GatewayException(
                                        ErrorCode.TIMEOUT,
                                        "Server '" + upstream.server() + "' did not answer the handshake within "
                                                + patience.toSeconds() + " s",
                                        e)
                                : e));
    }
}
