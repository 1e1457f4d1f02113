package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.json.ErrorCodes;
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
 *
 * <p>In a legacy session the event stream is a {@link ResumableStream}, so that what comes after the client has lost its
 * connection is not lost. Thread-safe.
 */
final class HttpReply implements ReplyStream, Ticker.Ticked {
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
    private @Nullable Map<String, String> paramHeaders;
    private @Nullable MessageStream aside;
    private @Nullable EventStore store;
    private @Nullable ResumableStream stream;
    private @Nullable Consumer<JsonText> onAnswer;
    private @Nullable Runnable onGone;

    private enum State {
        READING,
        WAITING,
        STREAMING,
        /** As before, and {@code stream} has the connection. */
        RESUMABLE,
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

    /** From now on the client waits for the answer to a modern request. */
    synchronized void awaitModern(Map<String, String> mirrored) {
        paramHeaders = mirrored;
        await(true);
    }

    /**
     * From now on the client waits for the answer to a legacy request.
     *
     * @param otherStream takes what cannot go out with the answer
     * @param streams the session's event streams; null as long as it is not a session
     */
    synchronized void awaitLegacy(MessageStream otherStream, @Nullable EventStore streams) {
        aside = otherStream;
        store = streams;
        await(false);
        if (events && streams != null && streams.primes() && keepAlive.compareTo(options.resumableAfter()) > 0) {
            keepAlive = options.resumableAfter();
        }
    }

    private void await(boolean modernEra) {
        if (state == State.READING) {
            state = State.WAITING;
            modern = modernEra;
            keepAlive = modernEra ? options.disconnectProbe() : options.keepAlive();
            lastWrite = System.nanoTime();
        }
    }

    @Override
    public synchronized @Nullable Map<String, String> paramHeaders() {
        return paramHeaders;
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
        ResumableStream resumable = null;
        MessageStream other = null;
        boolean slow = false;
        synchronized (this) {
            if (state == State.DONE) {
                return;
            }
            if (stream != null) {
                resumable = stream;
            } else if (state == State.GONE || !events) {
                other = aside;
            } else if (store != null) {
                resumable = resumable(store);
            } else {
                slow = output.queuedPieces() >= options.queuedMessages()
                        || output.queuedBytes() + message.length() > options.queuedBytes();
                if (slow && Expendable.isLeftOut(message)) {
                    return;
                }
                if (!slow) {
                    stream();
                    add(EventStream.event(message));
                    lastWrite = System.nanoTime();
                }
            }
        }
        if (resumable != null) {
            resumable.publish(message, false);
        } else if (other != null) {
            other.send(message);
        } else if (slow) {
            gone();
            output.abort();
        }
        output.pump();
    }

    private void add(byte[] bytes) {
        output.add(bytes, 0, bytes.length);
    }

    private void stream() {
        if (state != State.STREAMING) {
            state = State.STREAMING;
            output.begin(EventStream.head(headers));
        }
    }

    private ResumableStream resumable(EventStore of) {
        ResumableStream opened = of.open();
        state = State.RESUMABLE;
        stream = opened;
        output.begin(EventStream.head(headers));
        opened.carry(output, this::released);
        return opened;
    }

    @Override
    public void end(JsonText response, ReplyStatus status) {
        Consumer<JsonText> listener;
        synchronized (this) {
            if (state == State.DONE || (state == State.GONE && stream == null)) {
                return;
            }
            listener = onAnswer;
        }
        if (listener != null) {
            listener.accept(response);
        }
        ResumableStream resumable;
        synchronized (this) {
            if (state == State.DONE || (state == State.GONE && stream == null)) {
                return;
            }
            resumable = stream;
            if (resumable == null && !json && state == State.WAITING && store != null) {
                resumable = resumable(store);
            }
            if (resumable == null) {
                write(response, status);
            }
            state = State.DONE;
        }
        if (resumable != null) {
            resumable.publish(response, true);
        }
        output.pump();
        onDone.accept(this);
    }

    private void write(JsonText response, ReplyStatus status) {
        if (state == State.STREAMING || (!json && state == State.WAITING)) {
            stream();
            add(EventStream.event(response));
        } else {
            if (state != State.PADDING) {
                output.begin(new AsyncOutput.Head(httpStatus(status, response), MediaTypes.JSON, headers));
            }
            output.add(response.array(), response.offset(), response.length());
        }
        output.finish();
    }

    /** The response ends as it stands; if nothing was sent, as an event stream without events, or with 202. */
    @Override
    public void cancelled() {
        ResumableStream resumable;
        synchronized (this) {
            if (state == State.DONE || (state == State.GONE && stream == null)) {
                return;
            }
            resumable = stream;
            if (resumable == null) {
                if (state == State.WAITING && events) {
                    stream();
                } else if (state == State.WAITING) {
                    output.begin(new AsyncOutput.Head(HttpServletResponse.SC_ACCEPTED, null, headers));
                }
                output.finish();
            }
            state = State.DONE;
        }
        if (resumable != null) {
            resumable.end();
        }
        output.pump();
        onDone.accept(this);
    }

    /**
     * The status for an answer. 404 tells a legacy client that its session is gone, so an unknown method has that status in
     * the modern era only. A limit that was hit keeps 200: clients show the error of a 200 and hide that of others.
     *
     * <p>In the modern era the code of the error decides, whoever gave it: the specification ties 400 to the codes -32020,
     * -32021 and -32022 ("For HTTP, the response status code MUST be 400 Bad Request") and 404 to -32601 ("If the server
     * does not implement the requested RPC method, it MUST respond with 404 Not Found"), and to a client this is the server.
     */
    private int httpStatus(ReplyStatus status, JsonText response) {
        if (modern && status == ReplyStatus.ANSWERED) {
            return switch (ErrorCodes.of(response)) {
                case Failures.HEADER_MISMATCH, Failures.MISSING_CAPABILITY, Failures.UNSUPPORTED_VERSION ->
                    HttpServletResponse.SC_BAD_REQUEST;
                case Failures.METHOD_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
                default -> HttpServletResponse.SC_OK;
            };
        }
        return switch (status) {
            case ANSWERED, OVERLOADED -> HttpServletResponse.SC_OK;
            case MALFORMED, BAD_METADATA, UNSUPPORTED_REVISION -> HttpServletResponse.SC_BAD_REQUEST;
            case UNKNOWN_METHOD -> modern ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_OK;
        };
    }

    /** Watches the clock: a body that does not come, an answer that lets the connection look dead. */
    @Override
    public void tick(long now) {
        synchronized (this) {
            if (state == State.READING) {
                if (now - began < options.bodyTimeout().toNanos()) {
                    return;
                }
            } else {
                if (state == State.DONE
                        || state == State.GONE
                        || state == State.RESUMABLE // the stream looks after itself
                        || now - lastWrite < keepAlive.toNanos()) {
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
            if (store == null) {
                stream();
            } else {
                resumable(store);
            }
            add(EventStream.COMMENT);
            return;
        }
        if (state != State.PADDING) {
            state = State.PADDING;
            output.begin(new AsyncOutput.Head(HttpServletResponse.SC_OK, MediaTypes.JSON, headers));
        }
        add(SPACE);
    }

    private synchronized boolean isReading() {
        return state == State.READING;
    }

    /** The client is gone; whoever works for it may hear of it. */
    void gone() {
        Runnable listener;
        ResumableStream resumable;
        synchronized (this) {
            if (state == State.DONE || state == State.GONE) {
                return;
            }
            state = State.GONE;
            listener = onGone;
            resumable = stream;
        }
        onDone.accept(this);
        if (resumable != null) {
            resumable.disconnected(output);
        }
        if (listener != null) {
            listener.run();
        }
    }

    /** The stream goes on without this connection. */
    private void released() {
        synchronized (this) {
            if (state == State.DONE || state == State.GONE) {
                return;
            }
            state = State.GONE;
        }
        onDone.accept(this);
    }

    /** Ends the response as it stands, for instance because the gateway ends. */
    void abort() {
        gone();
        output.abort();
    }
}
