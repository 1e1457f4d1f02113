package io.mcpgateway.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    /** Answered calls whose work goes on, for their progress, until they say that it does not. */
    private final Map<Long, UpstreamCall> outliving = new ConcurrentHashMap<>();

    private static final class Pending {
        private final UpstreamCall call;
        private final AtomicLong deadline;

        Pending(UpstreamCall call, long deadline) {
            this.call = call;
            this.deadline = new AtomicLong(deadline);
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
            waiting.deadline.set(now() + more.toMillis());
        }
    }

    /** From now on a call has at least this much time; the call, or null if it is not in flight. */
    @Nullable
    UpstreamCall prolong(long id, Duration time) {
        Pending waiting = pending.get(id);
        if (waiting == null) {
            return null;
        }
        waiting.deadline.accumulateAndGet(now() + time.toMillis(), Math::max);
        return waiting.call;
    }

    /** Keeps an answered call whose progress is still to be told. */
    void outlive(long id, UpstreamCall call) {
        if (outliving.size() < MOST_OUTLIVING) {
            outliving.put(id, call);
        }
    }

    /** The call that makes progress, in flight or outliving its answer, with time to go on; null if there is none. */
    @Nullable
    UpstreamCall progressing(long id, Duration time) {
        UpstreamCall call = prolong(id, time);
        return call == null ? outliving.get(id) : call;
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

    /** Forgets work that is over, and tells of calls that have taken too long; those stay until somebody takes them. */
    void overdue(Overdue hears) {
        outliving.values().removeIf(call -> !call.outlivesItsAnswer());
        long now = now();
        pending.forEach((id, waiting) -> {
            if (waiting.deadline.get() - now < 0) {
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
