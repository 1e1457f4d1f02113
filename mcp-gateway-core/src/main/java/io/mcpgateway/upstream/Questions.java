package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one server of the legacy era asks and has had no answer to: its requests, by its own ids. A question about roots
 * that no request of a client is in flight for waits a while for the next one. Thread-safe; the tables own the state.
 */
final class Questions {
    private static final JsonText NONE = JsonText.of("");
    private static final long HOLD_NANOS = 30_000_000_000L;

    private final String server;
    private final Abilities client;
    private final int most;
    private final Consumer<JsonText> responses;
    private final BiConsumer<String, JsonText> notifications;
    private final Map<JsonText, Reply> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Held> held = new ConcurrentLinkedQueue<>();

    /** {@code session} is the only one whose calls may take it; empty if it may be any. */
    private record Held(Question question, String session, long until) {
        boolean isFor(UpstreamCall call) {
            return session.isEmpty() || session.equals(call.session());
        }
    }

    /**
     * Questions of a server.
     *
     * @param declared what was declared to it; it may ask for no more
     * @param most how many questions may be open
     * @param responses takes answers to the server
     * @param notifications takes notifications to the server: method, params
     */
    Questions(
            String server,
            CapabilityProfile declared,
            int most,
            Consumer<JsonText> responses,
            BiConsumer<String, JsonText> notifications) {
        this.server = server;
        this.most = most;
        this.responses = responses;
        this.notifications = notifications;
        this.client = Abilities.of(declared);
    }

    /**
     * The server asks.
     *
     * @param session the only one that has called here; empty if none has, null if there were several
     * @param taker who may take it, and says whether it did
     * @return whether it waits for a call now; one that begins meanwhile is to be {@link #called}
     */
    boolean asked(Envelope message, @Nullable String session, Predicate<Question> taker) {
        JsonText id = message.id();
        if (id == null) {
            return false;
        }
        if (message.method().equals("ping")) {
            responses.accept(Messages.result(id, JsonText.emptyObject(), NONE));
            return false;
        }
        Reply reply = new Reply(id, message);
        Question question = reply.question;
        if (open.size() >= most) {
            question.refuse(Question.NOBODY_TO_ASK, "Too many requests of this server wait for a client");
            return false;
        }
        if (open.putIfAbsent(id, reply) != null) {
            // The answer could not be told from that to the first one.
            responses.accept(error(id, -32600, "A request with this id is waiting for its answer"));
            return false;
        }
        Abilities.Refusal refusal = client.refusal(message.method(), message.params());
        if (refusal != null) {
            question.refuse(refusal.code(), refusal.why());
            return false;
        }
        if (taker.test(question)) {
            return false;
        }
        if (message.method().equals("roots/list") && session != null) {
            held.add(new Held(question, session, System.nanoTime() + HOLD_NANOS));
            return true;
        }
        question.refuse(Question.NOBODY_TO_ASK, "No request of a client is in flight to which this could belong");
        return false;
    }

    /** A call has begun, and takes what waited for one, unless that may be meant for the client of another session. */
    void called(UpstreamCall call) {
        for (Held waiting = held.poll(); waiting != null; waiting = held.poll()) {
            if (waiting.question.isOpen() && !(waiting.isFor(call) && call.asked(waiting.question))) {
                waiting.question.refuse(Question.NOBODY_TO_ASK, "The client cannot be asked");
            }
        }
    }

    /** The server no longer wants to know. */
    void cancelled(JsonText id) {
        Reply reply = open.remove(id);
        if (reply != null) {
            held.removeIf(waiting -> waiting.question == reply.question);
            reply.question.withdraw();
        }
    }

    /** Refuses what has waited too long for a request. */
    void expire() {
        long now = System.nanoTime();
        for (Held waiting : held) {
            if (waiting.until - now < 0 && held.remove(waiting)) {
                waiting.question.refuse(Question.NOBODY_TO_ASK, "No client of server '" + server + "' could be asked");
            }
        }
    }

    /** The conversation is over; nobody waits for an answer. */
    void close() {
        held.clear();
        for (JsonText id : new ArrayList<>(open.keySet())) {
            cancelled(id);
        }
    }

    int size() {
        return open.size();
    }

    private static JsonText error(JsonText id, int code, String why) {
        return Messages.error(id, JsonText.of("{\"code\":" + code + ",\"message\":" + Messages.quote(why) + "}"), NONE);
    }

    /** Takes the answer back to the server, under the server's id; what else has that id by then stays open. */
    private final class Reply implements Question.Asker {
        private final JsonText id;
        private final @Nullable JsonText token;
        private final Question question;

        Reply(JsonText id, Envelope message) {
            this.id = id;
            this.token = message.metaValue(Envelope.META_PROGRESS_TOKEN);
            this.question = new Question(message.method(), message.params(), this);
        }

        @Override
        public void answered(JsonText result) {
            open.remove(id, this);
            responses.accept(Messages.result(id, result, NONE));
        }

        @Override
        public void refused(JsonText error) {
            open.remove(id, this);
            responses.accept(Messages.error(id, error, NONE));
        }

        @Override
        public void progressed(JsonText params) {
            if (token != null) {
                notifications.accept("notifications/progress", params);
            }
        }
    }
}
