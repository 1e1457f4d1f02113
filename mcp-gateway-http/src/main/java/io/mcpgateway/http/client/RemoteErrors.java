package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a remote server: its name, its origin and the reason, and never a secret. */
final class RemoteErrors {
    private static final int MAX_EXCERPT = 200;
    private static final int MIN_SECRET = 4;

    private final String subject;
    private final Collection<Secret> secrets;

    /**
     * Speaks of one thing.
     *
     * @param subject what messages begin with, such as {@code Server 'time'}
     * @param secrets what is cut out of excerpts
     */
    RemoteErrors(String subject, Collection<Secret> secrets) {
        this.subject = subject;
        this.secrets = secrets;
    }

    /** A request that got no answer. */
    GatewayException failure(Checked target, @Nullable Throwable cause) {
        GatewayException refusal = UrlGuard.refusalIn(cause);
        if (refusal != null) {
            return new GatewayException(refusal.code(), subject + ": " + refusal.getMessage(), refusal);
        }
        boolean late = cause instanceof TimeoutException || cause instanceof SocketTimeoutException;
        return new GatewayException(
                late ? ErrorCode.TIMEOUT : ErrorCode.SERVER_UNAVAILABLE,
                subject + " at " + target.origin() + ": " + reason(cause),
                cause);
    }

    private static String reason(@Nullable Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof UnknownHostException) {
                return "the host name cannot be resolved";
            }
            if (at instanceof SSLException) {
                return "TLS failed: " + at.getMessage();
            }
            if (at instanceof SocketTimeoutException) {
                return "no connection within the time limit";
            }
            if (at instanceof ConnectException) {
                return "the connection was refused";
            }
            if (at instanceof TimeoutException) {
                return "no answer within the time limit";
            }
            at = at.getCause();
        }
        return "the connection ended before the answer was complete";
    }

    /** An answer with a status that is an error. */
    GatewayException status(Checked target, int status, byte[] body) {
        ErrorCode code = status == 401 || status == 403 ? ErrorCode.DENIED : ErrorCode.SERVER_UNAVAILABLE;
        String excerpt = excerpt(body);
        return new GatewayException(
                code,
                subject + " at " + target.origin() + " answered with HTTP status " + status
                        + (status == 401 ? " (check its credentials)" : "")
                        + (excerpt.isEmpty() ? "" : ": " + excerpt));
    }

    /** Anything else. */
    GatewayException other(ErrorCode code, Checked target, String what) {
        return new GatewayException(code, subject + " at " + target.origin() + ": " + what);
    }

    /** The start of a body as one printable line, without the values of our headers, which a server may echo. */
    String excerpt(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        for (Secret secret : secrets) {
            text = text.replace(secret.reveal(), "***");
            for (String part : secret.reveal().split("\\s+")) {
                text = part.length() < MIN_SECRET ? text : text.replace(part, "***");
            }
        }
        text = text.replaceAll("[\\p{Cc}\\s]+", " ").strip();
        return text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "…" : text;
    }
}
