package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.Shares;
import io.mcpgateway.upstream.Waiting;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request that waits for a workload: its client hears how many are before it, if it wants to hear of progress. Progress
 * has to grow, and whatever the server will count from has to be more, so that this counts up to zero. Thread-safe; the
 * monitor guards what was told last,
 * and how to leave the queue is one atomic reference.
 */
final class QueueNote implements Waiting {
    private static final double A_LITTLE = 0.001;

    private static final Runnable NOTHING = () -> {};

    private final Request request;
    private final AtomicReference<Runnable> leave = new AtomicReference<>(NOTHING);
    private double told = Double.NEGATIVE_INFINITY;

    QueueNote(Request request) {
        this.request = request;
    }

    /** The principal, or the session where that stands for whoever comes. */
    @Override
    public String client() {
        String principal = Shares.holder(request.client().principal());
        return principal.equals(Shares.NOBODY) ? request.sessionKey() : principal;
    }

    @Override
    public boolean isWanted() {
        return !request.isCancelled();
    }

    @Override
    public void whenUnwanted(Runnable action) {
        leave.set(action);
        if (request.isCancelled()) {
            leave();
        }
    }

    /** The request was cancelled: it stands in no queue any more. */
    void leave() {
        leave.getAndSet(NOTHING).run();
    }

    @Override
    public void queued(int before) {
        JsonText token = request.envelope().metaValue(Envelope.META_PROGRESS_TOKEN);
        if (token == null) {
            return;
        }
        String text = "waiting for a workload, " + before + " before it";
        request.send(
                "notifications/progress",
                JsonText.of("{\"progressToken\":" + token + ",\"progress\":" + next(before) + ",\"message\":"
                        + Messages.quote(text) + "}"));
    }

    private synchronized String next(int before) {
        told = Math.min(-A_LITTLE, Math.max(told + A_LITTLE, -(before + 1.0)));
        return String.format(Locale.ROOT, "%.3f", told);
    }
}
