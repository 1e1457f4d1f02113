package io.mcpgateway.http.client;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.http.wire.SseReader;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to a remote server, followed over redirects, and its response: a stream of events or a body up to a
 * limit. Its handler is called on one thread at a time; last with the ending, unless the exchange was aborted.
 */
final class Exchange implements SseReader.Handler {
    private static final int MAX_ERROR_BODY = 64 << 10;

    private final Remote remote;
    private final HttpMethod method;
    private final Duration idle;
    private final Handler handler;
    private final BiConsumer<HttpFields.Mutable, Checked> headers;
    private final @Nullable JsonText content;
    private final Duration limit;

    private volatile @Nullable Request request;
    private volatile boolean aborted;

    // Confined to the client's callbacks, which come one after the other.
    private Checked address;
    private int hops;
    private @Nullable SseReader events;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int bodyLimit;
    private boolean tooLarge;

    /** Hears what comes back. */
    interface Handler {
        /** The head of a response with status 200 has come. */
        default void opened(Response response, Checked address) {}

        /** One event of a stream. */
        void event(String type, byte[] data);

        /** An event that was larger than a message may be has been skipped. */
        default void oversized(Oversized seen) {}

        /** The server asks for this delay before a reconnect. */
        default void retry(long milliseconds) {}

        /** Nothing more will come. */
        void ended(Ending ending);
    }

    /**
     * How an exchange ended.
     *
     * @param address what was asked in the end
     * @param status the HTTP status; 0 if there was no response
     * @param stream whether the response was a stream of events
     * @param body the body of a response that was not; of an error, its start
     * @param lastEventId of a stream; empty if it had none
     * @param failure why the response is not whole, or null
     */
    record Ending(
            Checked address,
            int status,
            boolean stream,
            byte[] body,
            String lastEventId,
            @Nullable GatewayException failure) {
        boolean succeeded() {
            return failure == null && status >= 200 && status < 300;
        }
    }

    /** What is asked for, and how. */
    static final class Builder {
        private final Remote remote;
        private final HttpMethod method;
        private Checked address;
        private Duration idle = Duration.ofMinutes(20);
        private Duration limit = Duration.ZERO;
        private BiConsumer<HttpFields.Mutable, Checked> headers = (fields, to) -> {};
        private @Nullable JsonText content;

        private Builder(Remote remote, HttpMethod method) {
            this.remote = remote;
            this.method = method;
            this.address = remote.endpoint();
        }

        /** Asks another address of the server than its endpoint. */
        Builder address(Checked to) {
            address = to;
            return this;
        }

        /** The longest silence; zero for no limit. The gateway's own limits for calls are shorter than the default. */
        Builder idle(Duration longest) {
            idle = longest;
            return this;
        }

        /** The longest that the whole exchange may take; zero for no limit. */
        Builder limit(Duration longest) {
            limit = longest;
            return this;
        }

        /** Adds to the headers of each hop. */
        Builder headers(BiConsumer<HttpFields.Mutable, Checked> adding) {
            headers = adding;
            return this;
        }

        Builder content(JsonText json) {
            content = json;
            return this;
        }

        /** Makes the exchange without starting it. */
        Exchange to(Handler handler) {
            return new Exchange(this, handler);
        }
    }

    static Builder post(Remote remote, JsonText message) {
        return new Builder(remote, HttpMethod.POST).content(message);
    }

    static Builder get(Remote remote) {
        return new Builder(remote, HttpMethod.GET);
    }

    private Exchange(Builder builder, Handler handler) {
        this.remote = builder.remote;
        this.method = builder.method;
        this.address = builder.address;
        this.idle = builder.idle;
        this.limit = builder.limit;
        this.headers = builder.headers;
        this.content = builder.content;
        this.handler = requireNonNull(handler, "handler");
    }

    /** Sends the request. Called once. */
    Exchange start() {
        events = null;
        body = new ByteArrayOutputStream();
        Request next = remote.request(address, method, idle);
        if (method == HttpMethod.GET) {
            next.headers(fields -> fields.put(HttpHeader.ACCEPT, MediaTypes.EVENTS));
        }
        next.headers(fields -> headers.accept(fields, address));
        if (content != null) {
            next.body(new ByteBufferRequestContent(
                    MediaTypes.JSON, ByteBuffer.wrap(content.array(), content.offset(), content.length())));
        }
        if (!limit.isZero()) {
            next.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        request = next;
        next.onResponseHeaders(this::head).onResponseContent(this::content).send(this::complete);
        if (aborted) {
            cut();
        }
        return this;
    }

    /** Ends the exchange; the handler hears nothing any more. */
    void abort() {
        aborted = true;
        cut();
    }

    /** Ends the exchange because of what came is too much. Called by the handler from within a callback. */
    void refuse() {
        tooLarge = true;
        cut();
    }

    private void cut() {
        Request current = request;
        if (current != null) {
            current.abort(new CancellationException("abandoned"));
        }
    }

    private void head(Response response) {
        if (aborted) {
            return;
        }
        int status = response.getStatus();
        bodyLimit = status == 200 ? remote.maxMessageBytes() : MAX_ERROR_BODY;
        if (status != 200) {
            return;
        }
        handler.opened(response, address);
        String type = MediaTypes.essence(response.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (type.equals(MediaTypes.EVENTS)) {
            events = new SseReader(remote.maxMessageBytes(), this);
        } else if (response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > bodyLimit) {
            refuse();
        }
    }

    private void content(Response response, ByteBuffer bytes) {
        if (events != null) {
            events.feed(bytes);
            return;
        }
        int count = bytes.remaining();
        int room = bodyLimit - body.size();
        if (count > room && response.getStatus() == 200) {
            refuse();
            return;
        }
        byte[] kept = new byte[Math.min(count, room)];
        bytes.get(kept);
        bytes.position(bytes.limit());
        body.write(kept, 0, kept.length);
    }

    @Override
    public void event(String type, byte[] data) {
        if (!aborted) {
            handler.event(type, data);
        }
    }

    @Override
    public void oversized(Oversized seen) {
        if (!aborted) {
            handler.oversized(seen);
        }
    }

    @Override
    public void retry(long milliseconds) {
        handler.retry(milliseconds);
    }

    private void complete(Result result) {
        if (aborted) {
            return;
        }
        Response response = result.getResponse();
        int status = response == null ? 0 : response.getStatus();
        if (tooLarge) {
            end(status, remote.tooLarge(address));
        } else if (result.isFailed() || response == null) {
            end(status, remote.errors().failure(address, result.getFailure()));
        } else if (Redirects.isRedirect(status)) {
            redirect(response, status);
        } else {
            end(status, null);
        }
    }

    private void redirect(Response response, int status) {
        Optional<Checked> next;
        try {
            next = Redirects.next(address, response, remote.target().access());
        } catch (GatewayException e) { // a refused address
            end(status, e);
            return;
        }
        boolean loses = status == 303 && content != null;
        if (next.isEmpty() || loses || ++hops > Redirects.MAX) {
            end(status, remote.unavailable(address, "HTTP status " + status + ", a redirect that cannot be followed"));
            return;
        }
        address = next.get();
        start();
    }

    private void end(int status, @Nullable GatewayException failure) {
        handler.ended(new Ending(
                address, status, events != null, body.toByteArray(), events == null ? "" : events.lastId(), failure));
    }
}
