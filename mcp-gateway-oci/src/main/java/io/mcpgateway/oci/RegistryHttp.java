package io.mcpgateway.oci;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Sends one request and reads its answer, within a bound and a time. Follows no redirect. Blocks; thread-safe. */
final class RegistryHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int LONGEST_WORDS = 16 << 10;

    private final HttpClient client;

    RegistryHttp(Optional<ProxySelector> proxies) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        proxies.ifPresent(builder::proxy);
        this.client = builder.build();
    }

    /** What came back. */
    record Answer(URI from, int status, HttpHeaders headers, byte[] body) {
        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        boolean isRedirect() {
            return status >= 300 && status < 400 && header("Location").isPresent();
        }
    }

    /**
     * Sends a request.
     *
     * @param limit the largest body that is accepted; that of an error or a redirect is cut instead
     * @param patience for the whole answer
     * @throws GatewayException if there is no answer
     */
    Answer send(HttpRequest request, long limit, Duration patience, LongConsumer progress) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request,
                info -> info.statusCode() < 300
                        ? new BoundedBody(limit, false, progress)
                        : new BoundedBody(LONGEST_WORDS, true, bytes -> {}));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(request.uri(), response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new GatewayException(
                    ErrorCode.TIMEOUT,
                    host(request) + " did not answer within " + Math.max(1, patience.toSeconds()) + " s",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, "Interrupted while " + host(request) + " was asked", e);
        } catch (ExecutionException e) {
            throw failed(request, e);
        }
    }

    private static GatewayException failed(HttpRequest request, ExecutionException failure) {
        String reason = "it failed";
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof GatewayException told) {
                return told; // such as a proxy that cannot be
            }
            if (cause instanceof BoundedBody.TooLarge) {
                return new GatewayException(
                        ErrorCode.LIMIT, "What " + host(request) + " sent is " + cause.getMessage(), failure);
            }
            if (cause instanceof UnresolvedAddressException) {
                reason = "there is no such host";
            } else if (cause instanceof ConnectException && cause.getMessage() == null) {
                reason = "nothing answers there";
            } else if (cause instanceof IOException && cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return new Unreachable(host(request) + " cannot be reached: " + RegistryErrors.oneLine(reason), failure);
    }

    private static String host(HttpRequest request) {
        return request.uri().getAuthority();
    }

    /** There was no answer, for a reason of the network or of TLS. */
    static final class Unreachable extends GatewayException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(ErrorCode.SERVER_UNAVAILABLE, message, cause);
        }
    }
}
