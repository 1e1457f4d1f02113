package io.mcpgateway.relay;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that servers have made of tool calls (revision 2025-11-25, basic/utilities/tasks, and the extension
 * {@code io.modelcontextprotocol/tasks} of the modern era): which server has a task, and the workload that it runs in, which
 * is leased until the result was fetched or the task's time is over. Thread-safe; the map owns the state.
 */
public final class Tasks {
    private static final int MOST = 10_000;
    private static final int LONGEST_ID = 1024;
    private static final int MOST_LISTED = 100;
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Duration AFTER_RESULT = Duration.ofMinutes(1);
    private static final int INVALID_PARAMS = -32602;

    private static final Members.Index RESULT = Members.Index.of(0, "task", "resultType", "taskId", "ttlMs", "status");
    private static final Members.Index TASK = Members.Index.of(0, "taskId", "ttl");
    private static final Members.Index PARAMS = Members.Index.guarded("taskId");

    private static final int METHOD_NOT_FOUND = -32601;
    private static final Members.Index EXTENSIONS = Members.Index.of(0, "extensions");
    private static final Members.Index TASKS = Members.Index.of(0, "io.modelcontextprotocol/tasks");
    private static final Outcome MISSING_CAPABILITY = new Outcome.Failure(
            -32021,
            "Missing required client capability",
            JsonText.of("{\"code\":-32021,\"message\":\"Missing required client capability\",\"data\":"
                    + "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}}"));

    private final Map<Key, Held> held = new ConcurrentHashMap<>();

    /** Ids are the servers' own; nobody but who made the task can use one. */
    private record Key(String principal, String id) {}

    /** A task and what is held for it. */
    static final class Held {
        private final String target;
        private final String server;
        private final String session;
        private final Lease lease;
        private volatile long until;

        Held(String target, String server, String session, Lease lease, long until) {
            this.target = target;
            this.server = server;
            this.session = session;
            this.lease = lease;
            this.until = until;
        }

        String target() {
            return target;
        }

        String server() {
            return server;
        }

        Lease lease() {
            return lease;
        }
    }

    /** Whether this asks for a task, or about one. */
    static boolean handles(String method) {
        return switch (method) {
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update", "tasks/list" -> true;
            default -> false;
        };
    }

    /** Why a request about tasks cannot be answered in the client's era; null if it can. */
    static @Nullable Outcome refusal(Request request) {
        String method = request.envelope().method();
        boolean legacyOnly = method.equals("tasks/result") || method.equals("tasks/list");
        boolean modern = request.era() == Era.MODERN;
        if (modern ? legacyOnly : method.equals("tasks/update")) {
            return Outcome.failure(METHOD_NOT_FOUND, "Method not found: " + method);
        }
        return modern && !knows(request) ? MISSING_CAPABILITY : null;
    }

    /** Whether the client declares the extension. */
    static boolean knows(Request request) {
        return declares(request.profile().canonical());
    }

    private static boolean declares(String profile) {
        try {
            JsonText extensions = Members.of(JsonText.of(profile), EXTENSIONS).get(0);
            return extensions != null
                    && extensions.array()[extensions.offset()] == '{'
                    && Members.of(extensions, TASKS).has(0);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("A profile is a JSON object", e);
        }
    }

    /** The id of the task that this result of a tool call says was made; null if none was. */
    static @Nullable String made(JsonText result) {
        try {
            Members members = Members.of(result, RESULT);
            if ("task".equals(members.string(1))) {
                return members.string(2);
            }
            JsonText task = members.get(0);
            return task == null || task.array()[task.offset()] != '{'
                    ? null
                    : Members.of(task, TASK).string(0);
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    /** Keeps the workload of a task that was made; says what is wrong, or null. */
    @Nullable
    String keep(Request request, String target, Lease lease, String id, JsonText result) {
        if (id.length() > LONGEST_ID) {
            return "The server's task has an id longer than " + LONGEST_ID;
        }
        if (held.size() >= MOST) {
            return "Too many tasks; the limit is " + MOST;
        }
        Lease own = lease.share();
        if (own == null) {
            return "The server that made the task is gone";
        }
        Held mine = new Held(
                target,
                lease.upstream().server(),
                request.sessionKey(),
                own,
                System.nanoTime() + life(result).toNanos());
        if (held.putIfAbsent(new Key(request.client().principal(), id), mine) != null) {
            mine.lease.release();
            return "The server made a task with an id that is in use";
        }
        return null;
    }

    private static Duration life(JsonText result) {
        try {
            Members members = Members.of(result, RESULT);
            JsonText task = members.get(0);
            long millis = task == null
                    ? members.number(3, -1)
                    : Members.of(task, TASK).number(1, -1);
            return millis < 0 || millis > LONGEST_LIFE.toMillis()
                    ? LONGEST_LIFE
                    : Duration.ofMillis(millis).plus(AFTER_RESULT);
        } catch (MalformedMessageException e) {
            return LONGEST_LIFE;
        }
    }

    /** The task that a request is about; null if it is not the client's. */
    @Nullable
    Held of(Request request) throws MalformedMessageException {
        JsonText params = request.envelope().params();
        String id = params == null ? null : Members.of(params, PARAMS).string(0);
        return id == null ? null : held.get(new Key(request.client().principal(), id));
    }

    static Outcome unknown() {
        return Outcome.failure(INVALID_PARAMS, "Task not found");
    }

    /** The server has answered a request about a task. */
    void answered(Request request, Held task, Outcome outcome) {
        boolean fetched = request.envelope().method().equals("tasks/result")
                || (outcome instanceof Outcome.Result given && isOver(given.result()));
        if (fetched && outcome instanceof Outcome.Result) {
            // Not at once: an answer may be lost on its way, and be asked for again.
            task.until = Math.min(task.until, System.nanoTime() + AFTER_RESULT.toNanos());
        }
    }

    private static boolean isOver(JsonText state) {
        try {
            Members members = Members.of(state, RESULT);
            String status = members.string(4);
            // In the legacy era the result is fetched apart.
            return members.has(1)
                    && status != null
                    && List.of("completed", "failed", "cancelled").contains(status);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** Asks for the state of one task. */
    @FunctionalInterface
    interface StateOf {
        CompletionStage<Outcome> get(Held task, Request request);
    }

    /** The states of a session's tasks (revision 2025-11-25, {@code tasks/list}), each as its server tells it now. */
    CompletionStage<Outcome> list(Request request, StateOf states) {
        List<CompletableFuture<Outcome>> known = new ArrayList<>();
        held.forEach((key, task) -> {
            if (known.size() < MOST_LISTED && task.session.equals(request.sessionKey())) {
                known.add(states.get(task, about(request, key.id)).toCompletableFuture());
            }
        });
        return CompletableFuture.allOf(known.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<String> tasks = new ArrayList<>();
            for (CompletableFuture<Outcome> state : known) {
                if (state.join() instanceof Outcome.Result given) {
                    tasks.add(given.result().toString());
                }
            }
            return Outcome.result(JsonText.of("{\"tasks\":[" + String.join(",", tasks) + "]}"));
        });
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
        held.forEach((key, task) -> {
            if (task.until - now < 0 || !task.lease.upstream().isOpen()) {
                drop(key, task);
            }
        });
    }

    /** A session's workloads end with it, and so do its tasks there. */
    public void sessionEnded(String session) {
        held.forEach((key, task) -> {
            if (task.session.equals(session)) {
                drop(key, task);
            }
        });
    }

    private void drop(Key key, Held task) {
        if (held.remove(key, task)) {
            task.lease.release();
        }
    }

    /** How many there are. */
    public int size() {
        return held.size();
    }
}
