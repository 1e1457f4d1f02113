package io.mcpgateway.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one server has not answered, by the gateway's ids, and until when each may take. Whoever takes a call out
 * is the one who ends it. Thread-safe; the tables own the state.
 */
final class PendingCalls {
    private static final int MOST_OUTLIVING = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    /** Answered calls that go on as tasks, for their progress; they end with the conversation. */
    private final Map<Long, UpstreamCall> outliving = new ConcurrentHashMap<>();

    private static final class Pending {
        private final UpstreamCall call;
        private volatile long deadline;

        Pending(UpstreamCall call, long deadline) {
            this.call = call;
            this.deadline = deadline;
        }
    }

    /** Hears of a call that has taken too long. */
    @FunctionalInterface
    interface Overdue {
        void call(long id, UpstreamCall call);
    }

    void add(long id, UpstreamCall call, Duration timeout) {
        pending.put(id, new Pending(call, now() + timeout.toMillis()));
    }

    /** The call in flight under this id, or null. */
    @Nullable
    UpstreamCall get(long id) {
        Pending waiting = pending.get(id);
        return waiting == null ? null : waiting.call;
    }

    /** Takes the call in flight under this id out; null if there is none. */
    @Nullable
    UpstreamCall take(long id) {
        Pending waiting = pending.remove(id);
        return waiting == null ? null : waiting.call;
    }

    /** Takes all calls out, one by one. */
    void takeAll(Consumer<UpstreamCall> taker) {
        for (Long id : pending.keySet()) {
            UpstreamCall call = take(id);
            if (call != null) {
                taker.accept(call);
            }
        }
    }

    /** From now on a call has this much time. */
    void extend(long id, Duration more) {
        Pending waiting = pending.get(id);
        if (waiting != null) {
            waiting.deadline = now() + more.toMillis();
        }
    }

    /** Keeps an answered call whose progress is still to be told. */
    void outlive(long id, UpstreamCall call) {
        if (outliving.size() < MOST_OUTLIVING) {
            outliving.put(id, call);
        }
    }

    /** The call that makes progress, in flight or going on as a task, with new time to go on; null if there is none. */
    @Nullable
    UpstreamCall progressing(long id, Duration time) {
        Pending waiting = pending.get(id);
        if (waiting == null) {
            return outliving.get(id);
        }
        waiting.deadline = now() + time.toMillis();
        return waiting.call;
    }

    /** The calls in flight that clients wait for, the youngest last. */
    List<UpstreamCall> ofClients() {
        List<UpstreamCall> calls = new ArrayList<>();
        new TreeMap<>(pending).forEach((id, waiting) -> {
            if (!waiting.call.session().isEmpty()) {
                calls.add(waiting.call);
            }
        });
        return calls;
    }

    /** Tells of the calls that have taken too long; they stay in flight until somebody takes them. */
    void overdue(Overdue hears) {
        long now = now();
        pending.forEach((id, waiting) -> {
            if (waiting.deadline - now < 0) {
                hears.call(id, waiting.call);
            }
        });
    }

    int size() {
        return pending.size();
    }

    private static long now() {
        return System.nanoTime() / NANOS_PER_MILLI;
    }
}
