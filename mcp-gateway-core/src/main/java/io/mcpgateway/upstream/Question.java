package io.mcpgateway.upstream;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.JsonText;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Something that a server wants to know from the client: roots, a sampling, an elicitation. Answered or refused once;
 * whatever comes later is dropped. Thread-safe.
 */
public final class Question {
    /** {@code error.code} of a question that nobody can answer. */
    public static final int NOBODY_TO_ASK = -32603;
    /** {@code error.code} of a question of which the client knows nothing. */
    public static final int METHOD_NOT_FOUND = -32601;
    /** {@code error.code} of a question that the client cannot be asked in this way. */
    public static final int INVALID_PARAMS = -32602;

    private static final Runnable NOTHING = () -> {};

    private final String method;
    private final @Nullable JsonText params;
    private final Asker asker;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean withdrawn;
    private volatile Runnable onWithdrawn = NOTHING;

    /** Who asked. Does not block. */
    public interface Asker {
        /** The client's result, a JSON value as it is spelled. */
        void answered(JsonText result);

        /** The error object that the client gave, or that says why it was not asked. */
        void refused(JsonText error);

        /** The client reports progress; {@code params} are those of its notification. */
        default void progressed(JsonText params) {}
    }

    /**
     * A question.
     *
     * @param params as the server spelled them; null if there are none
     */
    public Question(String method, @Nullable JsonText params, Asker asker) {
        this.method = method;
        this.params = params;
        this.asker = asker;
    }

    /** The JSON-RPC method. */
    public String method() {
        return method;
    }

    /** The params as the server spelled them; null if there are none. */
    public @Nullable JsonText params() {
        return params;
    }

    /** Whether an answer is still wanted. */
    public boolean isOpen() {
        return !over.get();
    }

    /** Answers it. */
    public void answer(JsonText result) {
        if (over.compareAndSet(false, true)) {
            asker.answered(result);
        }
    }

    /** Refuses it with an error object. */
    public void refuse(JsonText error) {
        if (over.compareAndSet(false, true)) {
            asker.refused(error);
        }
    }

    /** Refuses it with words of the gateway's own. */
    public void refuse(int code, String why) {
        refuse(JsonText.of("{\"code\":" + code + ",\"message\":" + Messages.quote(why) + "}"));
    }

    /** Hands on what the client says on its way to the answer. */
    public void progress(JsonText progressParams) {
        if (isOpen()) {
            asker.progressed(progressParams);
        }
    }

    /** Nobody wants to know any more. */
    public void withdraw() {
        if (over.compareAndSet(false, true)) {
            withdrawn = true;
            onWithdrawn.run();
        }
    }

    /** Hears when nobody wants to know any more, at once if that has happened; at most one does. Idempotent. */
    public void onWithdrawn(Runnable action) {
        onWithdrawn = action;
        if (withdrawn) {
            action.run();
        }
    }
}
