package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client of the legacy era is asked: requests under ids of the gateway's own, until they are answered, withdrawn
 * or the client is gone. Thread-safe; the map owns the state.
 */
final class Asks {
    private static final JsonText NONE = JsonText.of("");
    private static final Members.Index PARAMS = Members.Index.guarded("_meta");
    private static final Members.Index META = Members.Index.guarded("progressToken");
    private static final Members.Index PROGRESS = Members.Index.guarded("progressToken");

    private final int most;
    private final Duration patience;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Asked> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A question that waits for its answer.
     *
     * @param channel the way that it took to the client
     * @param token the server's progress token; null if it wants no progress
     * @param until when nobody waits any longer, by {@link System#nanoTime}
     */
    private record Asked(
            Question question,
            Consumer<JsonText> channel,
            @Nullable JsonText token,
            long until) {
        void cancel(long id, String reason) {
            channel.accept(Messages.notification(
                    "notifications/cancelled",
                    JsonText.of("{\"requestId\":" + id + ",\"reason\":\"" + reason + "\"}")));
        }
    }

    /**
     * Questions to a client.
     *
     * @param most how many may be open
     * @param patience how long each waits for its answer
     */
    Asks(int most, Duration patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Asks the client over a channel of its own. */
    void ask(Question question, Consumer<JsonText> channel) {
        if (open.size() >= most) {
            question.refuse(Question.NOBODY_TO_ASK, "Too many requests wait for the client");
            return;
        }
        long id = ids.incrementAndGet();
        try {
            JsonText params = question.params();
            JsonText meta = params == null ? null : Members.of(params, PARAMS).get(0);
            JsonText token = meta == null || meta.array()[meta.offset()] != '{'
                    ? null
                    : Members.of(meta, META).get(0);
            if (params != null && token != null) {
                params = new Splice(params)
                        .replace(token, JsonText.of(Long.toString(id)))
                        .apply();
            }
            open.put(id, new Asked(question, channel, token, System.nanoTime() + patience.toNanos()));
            channel.accept(Messages.request(id, question.method(), params, NONE));
            question.onWithdrawn(() -> withdraw(id)); // at once if that has happened, and after the question
        } catch (MalformedMessageException e) {
            question.refuse(e.code(), String.valueOf(e.getMessage()));
        }
        if (closed) {
            close();
        }
    }

    private void withdraw(long id) {
        Asked asked = open.remove(id);
        if (asked != null) {
            asked.cancel(id, "The answer is not wanted any more");
        }
    }

    /** The client has answered. What nobody asked is dropped. */
    void answered(Envelope response) {
        Asked asked = open.remove(response.numericId());
        if (asked == null) {
            return;
        }
        JsonText result = response.result();
        JsonText error = response.error();
        if (result != null) {
            asked.question.answer(result);
        } else if (error != null) {
            asked.question.refuse(error);
        }
    }

    /** The client is at work on an answer. */
    void progressed(Envelope notification) {
        JsonText params = notification.params();
        if (params == null) {
            return;
        }
        try {
            Members members = Members.of(params, PROGRESS);
            Asked asked = open.get(members.number(0, -1));
            if (asked != null && asked.token != null) {
                asked.question.progress(new Splice(params)
                        .replace(members.startOf(0), members.endOf(0), asked.token)
                        .apply());
            }
        } catch (MalformedMessageException e) {
            return; // a notification has no answer; one that names its token twice is nobody's
        }
    }

    /** Refuses what the client has not answered in time; called now and then. */
    void expire() {
        long now = System.nanoTime();
        open.forEach((id, asked) -> {
            if (asked.until - now < 0 && open.remove(id, asked)) {
                asked.cancel(id, "The answer did not come in time");
                asked.question.refuse(Question.NOBODY_TO_ASK, "The client did not answer in time");
            }
        });
    }

    int size() {
        return open.size();
    }

    /** The client is gone. */
    void close() {
        closed = true;
        for (Long id : new ArrayList<>(open.keySet())) {
            Asked asked = open.remove(id);
            if (asked != null) {
                asked.question.refuse(Question.NOBODY_TO_ASK, "The client is gone");
            }
        }
    }
}
