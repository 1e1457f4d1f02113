package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP response to one POST. It stays undecided as long as possible: if the answer is the first message it goes out as
 * JSON with the status that fits, else the response becomes an event stream. A client that takes only one of both gets
 * that one: with JSON alone, what precedes the answer goes to the session's stream, and signs of life are white space.
 * Thread-safe.
 */
final class HttpReply implements ReplyStream {
    private static final byte[] SPACE = " ".getBytes(StandardCharsets.US_ASCII);

    private final AsyncOutput output;
    private final GatewayServletOptions options;
    private final boolean json;
    private final boolean events;
    private final Consumer<HttpReply> onDone;
    private final long began = System.nanoTime();

    // All guarded by this.
    private State state = State.READING;
    private Duration keepAlive;
    private long lastWrite = began;
    private boolean modern;
    private final Map<String, String> headers = new LinkedHashMap<>(2);
    private @Nullable MessageStream aside;
    private @Nullable Consumer<JsonText> onAnswer;
    private @Nullable Runnable onGone;

    private enum State {
        READING,
        WAITING,
        STREAMING,
        PADDING,
        DONE,
        GONE
    }

    /**
     * Starts a reply.
     *
     * @param json whether the client takes JSON
     * @param events whether the client takes an event stream
     * @param onDone called once when the response is over
     */
    HttpReply(
            AsyncContext context,
            GatewayServletOptions options,
            boolean json,
            boolean events,
            Consumer<HttpReply> onDone) {
        this.options = options;
        this.json = json;
        this.events = events;
        this.onDone = onDone;
        this.keepAlive = options.keepAlive();
        this.output = new AsyncOutput(context, this::gone);
    }

    /** From now on the client waits for an answer of the given era. */
    synchronized void await(boolean modernEra, @Nullable MessageStream otherStream) {
        if (state != State.READING) {
            return;
        }
        state = State.WAITING;
        modern = modernEra;
        aside = otherStream;
        keepAlive = modernEra ? options.disconnectProbe() : options.keepAlive();
        lastWrite = System.nanoTime();
    }

    /** Adds a header to the response. */
    synchronized void header(String name, String value) {
        headers.put(name, value);
    }

    /** Takes a header back, if the response has not started. */
    synchronized void withoutHeader(String name) {
        headers.remove(name);
    }

    /** Calls this with the answer, before it is written. */
    synchronized void onAnswer(Consumer<JsonText> value) {
        onAnswer = value;
    }

    /** Calls this when the client goes before its answer was written; at once if it is gone already. */
    void onGone(Runnable value) {
        synchronized (this) {
            if (state != State.GONE) {
                onGone = value;
                return;
            }
        }
        value.run();
    }

    /** Ends the response with a status and a JSON-RPC message, or without a body. */
    void refuse(int status, @Nullable JsonText body) {
        synchronized (this) {
            if (state != State.READING && state != State.WAITING) {
                return;
            }
            state = State.DONE;
            output.begin(new AsyncOutput.Head(status, body == null ? null : MediaTypes.JSON, headers));
            if (body != null) {
                output.add(body.array(), body.offset(), body.length());
            }
            output.finish();
        }
        output.pump();
        onDone.accept(this);
    }

    @Override
    public void send(JsonText message) {
        boolean slow;
        MessageStream other;
        synchronized (this) {
            if (state == State.DONE || state == State.GONE) {
                return;
            }
            other = aside;
            slow = output.queuedPieces() >= options.queuedMessages()
                    || output.queuedBytes() + message.length() > options.queuedBytes();
            if (events && !slow) {
                stream();
                byte[] event = EventStream.event(message);
                output.add(event, 0, event.length);
                lastWrite = System.nanoTime();
            }
        }
        if (!events) {
            if (other != null) {
                other.send(message);
            }
            return;
        }
        if (slow) {
            gone();
            output.abort();
            return;
        }
        output.pump();
    }

    private void stream() {
        if (state != State.STREAMING) {
            state = State.STREAMING;
            output.begin(EventStream.head(headers));
        }
    }

    @Override
    public void end(JsonText response, ReplyStatus status) {
        Consumer<JsonText> listener;
        synchronized (this) {
            if (state == State.DONE || state == State.GONE) {
                return;
            }
            listener = onAnswer;
        }
        if (listener != null) {
            listener.accept(response);
        }
        synchronized (this) {
            if (state == State.GONE) {
                return;
            }
            if (state == State.STREAMING || (!json && state == State.WAITING)) {
                stream();
                byte[] event = EventStream.event(response);
                output.add(event, 0, event.length);
            } else {
                if (state != State.PADDING) {
                    output.begin(new AsyncOutput.Head(httpStatus(status), MediaTypes.JSON, headers));
                }
                output.add(response.array(), response.offset(), response.length());
            }
            state = State.DONE;
            output.finish();
        }
        output.pump();
        onDone.accept(this);
    }

    /**
     * The status for an answer. 404 tells a legacy client that its session is gone, so an unknown method has that status in
     * the modern era only. A limit that was hit keeps 200: clients show the error of a 200 and hide that of others.
     */
    private int httpStatus(ReplyStatus status) {
        return switch (status) {
            case ANSWERED, OVERLOADED -> HttpServletResponse.SC_OK;
            case MALFORMED, BAD_METADATA, UNSUPPORTED_REVISION -> HttpServletResponse.SC_BAD_REQUEST;
            case UNKNOWN_METHOD -> modern ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_OK;
        };
    }

    /** Watches the clock: a body that does not come, an answer that lets the connection look dead. */
    void tick(long now) {
        synchronized (this) {
            if (state == State.READING) {
                if (now - began < options.bodyTimeout().toNanos()) {
                    return;
                }
            } else {
                if (state == State.DONE || state == State.GONE || now - lastWrite < keepAlive.toNanos()) {
                    return;
                }
                signOfLife(now);
            }
        }
        if (isReading()) {
            refuse(
                    HttpServletResponse.SC_REQUEST_TIMEOUT,
                    Failures.error(null, Failures.INVALID_REQUEST, "The request body did not arrive in time"));
            return;
        }
        output.pump();
    }

    private void signOfLife(long now) {
        lastWrite = now;
        if (output.queuedPieces() > 0) {
            return; // the client reads slowly; more bytes would not help
        }
        if (events) {
            stream();
            output.add(EventStream.COMMENT, 0, EventStream.COMMENT.length);
            return;
        }
        if (state != State.PADDING) {
            state = State.PADDING;
            output.begin(new AsyncOutput.Head(HttpServletResponse.SC_OK, MediaTypes.JSON, headers));
        }
        output.add(SPACE, 0, SPACE.length);
    }

    private synchronized boolean isReading() {
        return state == State.READING;
    }

    /** The client is gone; whoever works for it may hear of it. */
    void gone() {
        Runnable listener;
        synchronized (this) {
            if (state == State.DONE || state == State.GONE) {
                return;
            }
            state = State.GONE;
            listener = onGone;
        }
        onDone.accept(this);
        if (listener != null) {
            listener.run();
        }
    }

    /** Ends the response as it stands, for instance because the gateway ends. */
    void abort() {
        gone();
        output.abort();
    }
}
