package io.mcpgateway.upstream;

import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has told a workload that is still starting, in order and bounded. Thread-safe; its monitor guards the list
 * and is not held while anything is sent.
 */
final class Backlog {
    private static final int MOST_BYTES = 64 << 10;
    private static final int OVERHEAD = 512;

    /** Null when the workload has been told all. */
    private @Nullable List<Notification> waiting = new ArrayList<>();

    /** Of all that ever waited: who goes on telling while it is passed on must come to an end. */
    private int bytes;

    private record Notification(String method, @Nullable JsonText params) {}

    /** What became of a notification. */
    enum Verdict {
        /** It waits. */
        KEPT,
        /** Too much waits already; it is left out. */
        FULL,
        /** Nothing waits any more; the workload can be told directly. */
        OVER
    }

    synchronized Verdict add(String method, @Nullable JsonText params) {
        if (waiting == null) {
            return Verdict.OVER;
        }
        int size = OVERHEAD + method.length() + (params == null ? 0 : params.length());
        if (size > MOST_BYTES - bytes) {
            return Verdict.FULL;
        }
        bytes += size;
        // A copy: the slice would keep the whole message.
        waiting.add(new Notification(method, params == null ? null : JsonText.of(params.toBytes())));
        return Verdict.KEPT;
    }

    /** Tells the workload all that waits, and what comes meanwhile. */
    void tell(Upstream upstream) {
        List<Notification> next = take();
        while (!next.isEmpty()) {
            next.forEach(notification -> upstream.notify(notification.method, notification.params));
            next = take();
        }
    }

    private synchronized List<Notification> take() {
        List<Notification> taken = waiting == null ? List.of() : waiting;
        waiting = taken.isEmpty() ? null : new ArrayList<>();
        return taken;
    }
}
