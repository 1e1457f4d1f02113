package io.mcpgateway.http;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client misses rather than its connection while more waits for it than it has room for: log messages and progress,
 * which a server may write faster than any client reads. Without this, one that floods its log would cost the client the
 * answer to its call. Thread-safe.
 */
final class Expendable {
    private static final Logger LOG = LoggerFactory.getLogger(Expendable.class);

    private Expendable() {}

    /** Whether this is left out; says so. Called for what finds no room only, for it looks into the message. */
    static boolean isLeftOut(JsonText message) {
        try {
            String method = Envelope.scan(message).method();
            boolean expendable = method.equals("notifications/message") || method.equals("notifications/progress");
            if (expendable) {
                LOG.debug("A client reads too slowly; left out: {}", method);
            }
            return expendable;
        } catch (MalformedMessageException e) {
            return false; // what nobody can read is nobody's to judge
        }
    }
}
