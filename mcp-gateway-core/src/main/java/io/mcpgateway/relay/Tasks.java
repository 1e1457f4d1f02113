package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that servers have made of tool calls (revision 2025-11-25, basic/utilities/tasks, and the extension
 * {@code io.modelcontextprotocol/tasks} of the modern era): which server has a task, and the workload that it runs in, which
 * is leased until the result was fetched or the task's time is over. Thread-safe; the map owns the tasks, and the counts follow
 * it.
 */
public final class Tasks {
    private static final int MOST = 10_000;
    private static final int MOST_OF_SESSION = 1_000;
    private static final int LONGEST_ID = 1024;
    private static final int PAGE = 100;
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    /** What a server keeps without end is held so long after the client has last asked about it. */
    private static final Duration UNASKED = Duration.ofHours(1);

    private static final Duration AFTER_RESULT = Duration.ofMinutes(1);
    private static final int INVALID_PARAMS = -32602;

    private static final Members.Index ID = Members.Index.guarded("taskId");
    private static final Members.Index CURSOR = Members.Index.guarded("cursor");

    /** The tasks under one id: more than one only if sessions of one principal have workloads that chose the same id. */
    private final Map<Key, List<Held>> held = new ConcurrentHashMap<>();

    private final Map<String, Integer> ofSessions = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final int page;

    /**
     * No tasks yet.
     *
     * @param mostPerServer how many requests a server may have at once: a list asks for no more states than that
     */
    Tasks(int mostPerServer) {
        page = Math.min(PAGE, mostPerServer);
    }

    /** Ids are the servers' own; nobody but the principal that made the task can use one. */
    private record Key(String principal, String id) {}

    /** A task and what is held for it. */
    static final class Held {
        private final Key key;
        private final long number;
        private final String target;
        private final String session;
        private final Lease lease;
        private final boolean unlimited;
        private final long last;
        private volatile long until;

        private Held(Key key, long number, String target, String session, Lease lease, @Nullable Duration life) {
            this.key = key;
            this.number = number;
            this.target = target;
            this.session = session;
            this.lease = lease;
            this.unlimited = life == null;
            long now = System.nanoTime();
            this.last = now + LONGEST_LIFE.toNanos();
            Duration time =
                    life == null ? UNASKED : life.compareTo(LONGEST_LIFE) < 0 ? life.plus(AFTER_RESULT) : LONGEST_LIFE;
            this.until = now + time.toNanos();
        }

        String target() {
            return target;
        }

        String server() {
            return lease.upstream().server();
        }

        Lease lease() {
            return lease;
        }

        private void askedFor() {
            if (unlimited) {
                until = earlier(last, System.nanoTime() + UNASKED.toNanos());
            }
        }

        private boolean isOver(long now) {
            return until - now < 0 || !lease.upstream().isOpen();
        }
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Keeps the workload of a task that was made; if it cannot, the task is cancelled, and the reason returned. */
    @Nullable
    String keep(Request request, String target, Lease lease, String id, JsonText result) {
        String fault = id.length() > LONGEST_ID
                ? "The server's task has an id longer than " + LONGEST_ID
                : admit(request, target, lease, id, result);
        if (fault != null) {
            lease.upstream().call(new AbandonedTask(request, id));
        }
        return fault;
    }

    private @Nullable String admit(Request request, String target, Lease lease, String id, JsonText result) {
        Lease own = lease.share();
        lease.settle();
        if (own == null) {
            return "The server that made the task is gone";
        }
        String session = request.sessionKey();
        if (!count(session)) {
            own.release();
            return "Too many tasks; the limit is " + MOST_OF_SESSION + " for a session and " + MOST + " in all";
        }
        Key key = new Key(request.client().principal(), id);
        Held mine = new Held(key, numbers.incrementAndGet(), target, session, own, TaskState.life(result));
        List<Held> all = held.compute(key, (same, before) -> with(before, mine));
        if (!all.contains(mine)) {
            letGo(mine);
            return "The server made a task with an id that another task of the session has";
        }
        return null;
    }

    private static List<Held> with(@Nullable List<Held> before, Held mine) {
        if (before == null) {
            return List.of(mine);
        }
        if (before.stream().anyMatch(other -> other.session.equals(mine.session))) {
            return before;
        }
        List<Held> all = new ArrayList<>(before);
        all.add(mine);
        return List.copyOf(all);
    }

    /** Takes a place; false if there is none. */
    private boolean count(String session) {
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            return false;
        }
        boolean[] fits = new boolean[1];
        ofSessions.compute(session, (key, number) -> {
            int now = number == null ? 0 : number;
            fits[0] = now < MOST_OF_SESSION;
            return fits[0] ? Integer.valueOf(now + 1) : number;
        });
        if (!fits[0]) {
            count.decrementAndGet();
        }
        return fits[0];
    }

    private void letGo(Held task) {
        count.decrementAndGet();
        ofSessions.computeIfPresent(task.session, (key, number) -> number == 1 ? null : number - 1);
        task.lease.release();
    }

    /** The task that a request is about: that of the client's session, else the only one of its principal; null if none is. */
    @Nullable
    Held of(Request request) throws MalformedMessageException {
        JsonText params = request.envelope().params();
        String id = params == null ? null : Members.of(params, ID).string(0);
        List<Held> all = id == null
                ? List.of()
                : held.getOrDefault(new Key(request.client().principal(), id), List.of());
        Held task = all.stream()
                .filter(one -> one.session.equals(request.sessionKey()))
                .findFirst()
                .orElse(all.size() == 1 ? all.get(0) : null);
        if (task != null) {
            task.askedFor();
        }
        return task;
    }

    /** Whether the task that was made of a request's call is still held. */
    boolean holds(Request request, String id) {
        return held.getOrDefault(new Key(request.client().principal(), id), List.of()).stream()
                .anyMatch(task -> task.session.equals(request.sessionKey()));
    }

    static Outcome unknown() {
        return Outcome.failure(INVALID_PARAMS, "Task not found");
    }

    /** The server has answered a request about a task. */
    void answered(Request request, Held task, Outcome outcome) {
        boolean fetched = request.envelope().method().equals("tasks/result")
                || (outcome instanceof Outcome.Result given && TaskState.isOver(given.result()));
        if (fetched && outcome instanceof Outcome.Result) {
            // Not at once: an answer may be lost on its way, and be asked for again.
            task.until = earlier(task.until, System.nanoTime() + AFTER_RESULT.toNanos());
        }
    }

    /** Asks for the state of one task. */
    @FunctionalInterface
    interface StateOf {
        CompletionStage<Outcome> get(Held task, Request request);
    }

    /**
     * A page of the states of a session's tasks (revision 2025-11-25, {@code tasks/list}), the oldest first, each as its
     * server tells it now. A cursor is the number of the last task before the page. Where a server has too many requests
     * already, so has the list: a client must not take a task for gone that was only not asked for.
     */
    CompletionStage<Outcome> list(Request request, StateOf states) throws MalformedMessageException {
        JsonText params = request.envelope().params();
        String cursor = params == null ? null : Members.of(params, CURSOR).string(0);
        long after = cursor == null ? 0 : number(cursor);
        if (after < 0) {
            return CompletableFuture.completedFuture(Outcome.failure(INVALID_PARAMS, "Invalid cursor"));
        }
        List<Held> left = held.values().stream()
                .flatMap(List::stream)
                .filter(task -> task.number > after && task.session.equals(request.sessionKey()))
                .sorted(Comparator.comparingLong(task -> task.number))
                .limit(page + 1L)
                .toList();
        List<Held> shown = left.subList(0, Math.min(page, left.size()));
        String next = left.size() > page ? ",\"nextCursor\":\"" + Long.toString(shown.get(page - 1).number) + "\"" : "";
        List<Request> asked =
                shown.stream().map(task -> about(request, task.key.id)).toList();
        request.onCancel(() -> asked.forEach(Request::cancel));
        List<CompletableFuture<Outcome>> known = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            known.add(states.get(shown.get(i), asked.get(i)).toCompletableFuture());
        }
        return CompletableFuture.allOf(known.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<String> tasks = new ArrayList<>();
            for (CompletableFuture<Outcome> state : known) {
                Outcome outcome = state.join();
                if (outcome instanceof Outcome.Result given) {
                    tasks.add(given.result().toString());
                } else if (outcome instanceof Outcome.Failure failed
                        && failed.code() == ErrorCode.LIMIT.jsonRpcCode()) {
                    return failed;
                }
            }
            return Outcome.result(JsonText.of("{\"tasks\":[" + String.join(",", tasks) + "]" + next + "}"));
        });
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Request about(Request request, String id) {
        try {
            Envelope get = Envelope.scan(Messages.request(
                    1, "tasks/get", JsonText.of("{\"taskId\":" + Messages.quote(id) + "}"), JsonText.of("")));
            return request.on(get);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The gateway's own words are malformed", e);
        }
    }

    /** Lets go of tasks whose time is over, or whose server is gone; called now and then. */
    public void sweep() {
        long now = System.nanoTime();
        dropIf(task -> task.isOver(now));
    }

    /** A session's workloads end with it, and so do its tasks there. */
    public void sessionEnded(String session) {
        dropIf(task -> task.session.equals(session));
    }

    private void dropIf(Predicate<Held> ends) {
        held.values().stream().flatMap(List::stream).filter(ends).toList().forEach(this::drop);
    }

    private void drop(Held task) {
        boolean[] dropped = new boolean[1];
        held.computeIfPresent(task.key, (key, all) -> {
            List<Held> others = all.stream().filter(one -> one != task).toList();
            dropped[0] = others.size() < all.size();
            return others.isEmpty() ? null : others;
        });
        if (dropped[0]) {
            letGo(task);
        }
    }

    /** How many there are. */
    public int size() {
        return count.get();
    }
}
