package io.mcpgateway.oci;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.oci.RegistryHttp.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One visit to one repository: finds out how the registry is spoken to, and answers its challenges. Confined to one thread.
 */
final class RegistrySession {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_PONG = 64 << 10;
    private static final String HUB_HOST = "registry-1.docker.io";

    private final RegistryHttp http;
    private final Authorization authorization;
    private final OciReference reference;
    private final String scope;
    private final String what;
    private final URI base;
    private @Nullable Secret credential;

    /**
     * Opens one.
     *
     * @param actions what is to be done, such as {@code pull,push}
     * @param what was tried, for errors
     * @throws GatewayException if there is no registry
     */
    RegistrySession(
            RegistryHttp http,
            Authorization authorization,
            Origins origins,
            OciReference reference,
            String actions,
            String what) {
        this.http = http;
        this.authorization = authorization;
        this.reference = reference;
        this.scope = "repository:" + reference.repository() + ":" + actions;
        this.what = what;
        Answer pong = ping(origins);
        this.base = pong.from().resolve("/");
        if (pong.status() == 401) {
            authorize(pong);
        }
    }

    private Answer ping(Origins origins) {
        String host = reference.registry().equals(OciReference.HUB) ? HUB_HOST : reference.registry();
        GatewayException failure = null;
        for (String scheme : origins.schemes(host)) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(scheme + "://" + host + "/v2/"))
                        .build();
                Answer answer = http.send(request, LONGEST_PONG, PATIENCE, bytes -> {});
                if (answer.status() == 200 || answer.status() == 401) {
                    return answer;
                }
                failure = answer.status() == 404 || answer.status() < 400
                        ? new GatewayException(
                                ErrorCode.SERVER_UNAVAILABLE,
                                what + ": " + host + " is no registry (it answered with status " + answer.status()
                                        + ")")
                        : RegistryErrors.of(what, reference.registry(), answer);
            } catch (RegistryHttp.Unreachable e) {
                failure = failure == null ? new GatewayException(e.code(), what + ": " + e.getMessage(), e) : failure;
            }
        }
        throw failure == null ? new IllegalStateException("There is always a scheme") : failure;
    }

    private void authorize(Answer refusal) {
        Challenge challenge = Challenge.choose(Challenge.parse(refusal.headers().allValues("WWW-Authenticate")))
                .orElseThrow(() -> RegistryErrors.of(what, reference.registry(), refusal));
        // What the registry wants for this very request is more than what was guessed, if it says so.
        String wanted = challenge.parameter("scope").isEmpty() ? scope : challenge.parameter("scope");
        credential = authorization
                .answer(reference.registry(), base, challenge, wanted)
                .orElse(null);
    }

    /** An address in this repository. */
    URI address(String path) {
        return base.resolve("/v2/" + reference.repository() + "/" + path);
    }

    /** Whether an address is the registry's own, so that it may see the credential. */
    boolean isOwn(URI address) {
        return Origins.same(base, address);
    }

    /** Sends a request without a body, and reads an answer of bounded size. */
    Answer send(String method, URI address, String accept, long limit, Duration patience, LongConsumer progress) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return authorized(request, limit, patience, progress);
    }

    /** Sends a request with a body. */
    Answer send(String method, URI address, String type, BodyPublisher body, Duration patience) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, body).header("Content-Type", type);
        return authorized(request, LONGEST_PONG, patience, bytes -> {});
    }

    private Answer authorized(HttpRequest.Builder request, long limit, Duration patience, LongConsumer progress) {
        Answer answer = once(request, limit, patience, progress);
        if (answer.status() != 401) {
            return answer;
        }
        authorize(answer);
        return once(request, limit, patience, progress);
    }

    private Answer once(HttpRequest.Builder request, long limit, Duration patience, LongConsumer progress) {
        HttpRequest.Builder copy = request.copy();
        if (!isOwn(copy.build().uri())) {
            throw new IllegalStateException("Only the registry itself sees the credential");
        }
        Optional.ofNullable(credential).ifPresent(value -> copy.header("Authorization", value.reveal()));
        return http.send(copy.build(), limit, patience, progress);
    }

    /** Where a redirect or an upload goes on. */
    URI location(Answer answer) {
        String location = answer.header("Location").orElse("");
        try {
            URI address = answer.from().resolve(URI.create(location));
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                what + ": " + reference.registry() + " sends to '" + RegistryErrors.oneLine(location)
                        + "', which is no address");
    }

    /** The failure behind an answer. */
    GatewayException refused(Answer answer) {
        return RegistryErrors.of(what, reference.registry(), answer);
    }

    /** What was tried, for errors. */
    String what() {
        return what;
    }
}
