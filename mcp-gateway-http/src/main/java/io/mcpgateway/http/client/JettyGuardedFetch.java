package io.mcpgateway.http.client;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.GuardedFetch;
import io.mcpgateway.remote.RemoteAccess;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Fetches documents through the guarded client. The client lives as long as one fetch: fetches are rare. */
public final class JettyGuardedFetch implements GuardedFetch {
    /** Published catalogs name this host with plain HTTP. */
    private static final Pattern UPGRADED =
            Pattern.compile("http://desktop\\.docker\\.com(:80)?(?=[/?#]|$)", Pattern.CASE_INSENSITIVE);

    private final HostLookup lookup;

    /** Called by the service loader. */
    public JettyGuardedFetch() {
        this(HostLookup.SYSTEM);
    }

    JettyGuardedFetch(HostLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public byte[] fetch(String url, RemoteAccess access, long maxBytes, Duration timeout) {
        return fetch(url, access, maxBytes, timeout, (bytes, total) -> {});
    }

    @Override
    public byte[] fetch(String url, RemoteAccess access, long maxBytes, Duration timeout, Progress progress) {
        requireNonNull(access, "access");
        long deadline = System.nanoTime() + timeout.toNanos();
        Checked target = UrlGuard.check(upgrade(url), access);
        try (GuardedClient client = GuardedClient.start(lookup)) {
            for (int hop = 0; hop <= Redirects.MAX; hop++) {
                Download download = new Download(target, maxBytes, progress);
                Response response = download.run(client, access, deadline);
                if (!Redirects.isRedirect(response.getStatus())) {
                    return download.body(response);
                }
                Optional<Checked> next = Redirects.next(target, response, access);
                if (next.isEmpty()) {
                    return download.body(response);
                }
                target = next.get();
            }
            throw failed(ErrorCode.SERVER_UNAVAILABLE, target, "it redirects too often", null);
        }
    }

    static String upgrade(String url) {
        return UPGRADED.matcher(url.strip()).replaceFirst("https://desktop.docker.com");
    }

    private static GatewayException failed(ErrorCode code, Checked target, String why, @Nullable Throwable cause) {
        return new GatewayException(code, "Cannot fetch from " + target.origin() + ": " + why, cause);
    }

    /** One hop. */
    private static final class Download {
        private final Checked target;
        private final long maxBytes;
        private final Progress progress;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final CompletableFuture<Response> done = new CompletableFuture<>();
        private volatile boolean tooLarge;

        Download(Checked target, long maxBytes, Progress progress) {
            this.target = target;
            this.maxBytes = maxBytes;
            this.progress = progress;
        }

        Response run(GuardedClient client, RemoteAccess access, long deadline) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
            Request request = client.request(target, access, left).accept("*/*");
            request.timeout(left.toMillis(), TimeUnit.MILLISECONDS).onResponseContent(this::content);
            request.send(this::complete);
            try {
                return done.get(left.toMillis() + 1000, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                request.abort(e);
                throw failed(ErrorCode.SERVER_UNAVAILABLE, target, "interrupted", e);
            } catch (TimeoutException e) {
                request.abort(e);
                throw failed(ErrorCode.TIMEOUT, target, "no answer within the time limit", e);
            } catch (ExecutionException e) {
                if (tooLarge) {
                    throw failed(ErrorCode.LIMIT, target, "it is larger than " + maxBytes + " bytes", null);
                }
                throw new RemoteErrors("Fetch", List.of()).failure(target, e.getCause());
            }
        }

        private void content(Response response, ByteBuffer content) {
            int count = content.remaining();
            if (body.size() + (long) count > maxBytes) {
                tooLarge = true;
                response.abort(new IllegalStateException("too large"));
                return;
            }
            byte[] bytes = new byte[count];
            content.get(bytes);
            body.write(bytes, 0, count);
            progress.received(body.size(), response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH));
        }

        private void complete(Result result) {
            if (result.isFailed()) {
                done.completeExceptionally(result.getFailure());
            } else {
                done.complete(result.getResponse());
            }
        }

        byte[] body(Response response) {
            int status = response.getStatus();
            if (status != 200) {
                ErrorCode code = status == 404 || status == 410 ? ErrorCode.NOT_FOUND : ErrorCode.SERVER_UNAVAILABLE;
                throw failed(code, target, "HTTP status " + status, null);
            }
            return body.toByteArray();
        }
    }
}
