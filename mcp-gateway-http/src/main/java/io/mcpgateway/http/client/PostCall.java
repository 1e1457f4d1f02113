package io.mcpgateway.http.client;

import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.http.wire.SseReader;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to a server, and the response to it: redirects, JSON or an event stream, and the resumption of a
 * stream that was cut before the answer. A request ends in exactly one of: an answer, a failure, silence after
 * {@link #abandon()}. The client calls it on one thread at a time.
 */
final class PostCall implements SseReader.Handler {
    /** The gateway's own limits for calls are shorter; this one ends what they forgot. */
    private static final Duration IDLE = Duration.ofMinutes(20);

    private static final int MAX_ERROR_BODY = 64 << 10;
    private static final int MAX_RESUMPTIONS = 10;
    private static final long MAX_RETRY_MILLIS = 30_000;

    private final StreamableHttpLink link;
    private final Message message;
    private volatile @Nullable Request request;
    private volatile boolean abandoned;
    private volatile boolean answered;

    // Confined to the client's callbacks, which come one after the other.
    private Checked address;
    private int hops;
    private int resumptions;
    private long retryMillis = 1000;
    private String lastEventId = "";
    private @Nullable SseReader events;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int bodyLimit;
    private boolean tooLarge;

    PostCall(StreamableHttpLink link, Message message) {
        this.link = link;
        this.message = message;
        this.address = link.endpoint();
    }

    void start() {
        JsonText text = message.text();
        Request post = link.request(address, HttpMethod.POST, IDLE)
                .body(new ByteBufferRequestContent(
                        MediaTypes.JSON, ByteBuffer.wrap(text.array(), text.offset(), text.length())));
        send(post);
    }

    private void send(Request next) {
        events = null;
        body = new ByteArrayOutputStream();
        request = next;
        next.onResponseHeaders(this::headers).onResponseContent(this::content).send(this::complete);
        if (abandoned) {
            abort();
        }
    }

    /** Nobody waits any more: ends the exchange and says nothing. */
    void abandon() {
        abandoned = true;
        abort();
        link.forget(message.id(), this);
    }

    private void abort() {
        Request current = request;
        if (current != null) {
            current.abort(new CancellationException("abandoned"));
        }
    }

    boolean isInitialize() {
        return message.method().equals("initialize");
    }

    /** Marks the request as answered; false if it was before. */
    boolean answered() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    private void headers(Response response) {
        int status = response.getStatus();
        String type = MediaTypes.essence(response.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (status == 200 && isInitialize()) {
            link.opened(response, address);
        }
        if (status == 200 && type.equals(MediaTypes.EVENTS)) {
            events = new SseReader(link.maxMessageBytes(), this);
            return;
        }
        bodyLimit = status == 200 ? link.maxMessageBytes() : MAX_ERROR_BODY;
        if (status == 200 && response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > bodyLimit) {
            oversized();
        }
    }

    private void content(Response response, ByteBuffer content) {
        if (events != null) {
            events.feed(content);
            return;
        }
        int count = content.remaining();
        int room = bodyLimit - body.size();
        if (count > room && response.getStatus() == 200) {
            oversized();
            return;
        }
        byte[] bytes = new byte[Math.min(count, room)];
        content.get(bytes);
        content.position(content.limit());
        body.write(bytes, 0, bytes.length);
    }

    @Override
    public void event(String type, byte[] data) {
        if (type.equals("message") && data.length > 0 && !abandoned) {
            link.deliver(data);
        }
    }

    @Override
    public void oversized() {
        tooLarge = true;
        abort();
    }

    @Override
    public void retry(long milliseconds) {
        retryMillis = Math.min(milliseconds, MAX_RETRY_MILLIS);
    }

    private void complete(Result result) {
        if (abandoned) {
            return;
        }
        if (events != null && !events.lastId().isEmpty()) {
            lastEventId = events.lastId();
        }
        if (answered) {
            link.forget(message.id(), this);
            return;
        }
        try {
            judge(result);
        } catch (GatewayException e) { // a redirect to a refused address
            fail(e);
        }
    }

    private void judge(Result result) {
        Response response = result.getResponse();
        int status = response == null ? 0 : response.getStatus();
        if (tooLarge) {
            fail(link.errors()
                    .other(
                            ErrorCode.LIMIT,
                            address,
                            "the answer is larger than the limit of " + link.maxMessageBytes() + " bytes"));
        } else if (events != null) {
            streamEnded(result);
        } else if (result.isFailed() || response == null) {
            fail(link.errors().failure(address, result.getFailure()));
        } else if (Redirects.isRedirect(status)) {
            redirect(response, status);
        } else if (status == 404 && link.hasSession(address) && !isInitialize()) {
            link.lost(link.errors()
                    .other(ErrorCode.SERVER_UNAVAILABLE, address, "it has ended the session; a new one is needed"));
        } else if (status >= 200 && status < 300) {
            success(status);
        } else {
            refused(status);
        }
    }

    private void success(int status) {
        if (message.kind() != Message.Kind.REQUEST) {
            link.accepted(message);
            link.settled(message);
            return;
        }
        if (body.size() > 0) {
            link.deliver(body.toByteArray());
        }
        if (answered) {
            link.forget(message.id(), this);
            return;
        }
        fail(link.errors()
                .other(
                        ErrorCode.SERVER_UNAVAILABLE,
                        address,
                        "HTTP status " + status + " without an answer to the request"));
    }

    /** A status that is an error; a JSON-RPC error for this very request tells more than we could. */
    private void refused(int status) {
        byte[] bytes = body.toByteArray();
        if (message.kind() == Message.Kind.REQUEST && isErrorForUs(bytes)) {
            link.deliver(bytes);
            link.forget(message.id(), this);
            return;
        }
        fail(link.errors().status(address, status, bytes));
    }

    private boolean isErrorForUs(byte[] bytes) {
        try {
            Envelope envelope = Envelope.scan(JsonText.of(bytes));
            return envelope.kind() == Envelope.Kind.ERROR && envelope.numericId() == message.id();
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private void redirect(Response response, int status) {
        Optional<Checked> next = Redirects.next(address, response, link.target().access());
        if (next.isEmpty() || status == 303 || ++hops > Redirects.MAX) {
            fail(link.errors()
                    .other(
                            ErrorCode.SERVER_UNAVAILABLE,
                            address,
                            "HTTP status " + status + ", a redirect that cannot be followed"));
            return;
        }
        address = next.get();
        start();
    }

    private void streamEnded(Result result) {
        boolean resumable = !lastEventId.isEmpty() && resumptions < MAX_RESUMPTIONS && !link.isClosed();
        if (message.kind() != Message.Kind.REQUEST) {
            link.accepted(message);
            link.settled(message);
        } else if (resumable) {
            resumptions++;
            link.client().later(this::resume, Duration.ofMillis(retryMillis));
        } else if (result.isFailed()) {
            fail(link.errors().failure(address, result.getFailure()));
        } else {
            fail(link.errors().other(ErrorCode.SERVER_UNAVAILABLE, address, "the stream ended without an answer"));
        }
    }

    private void resume() {
        if (abandoned || link.isClosed()) {
            return;
        }
        Request get = link.request(address, HttpMethod.GET, IDLE)
                .headers(fields ->
                        fields.put(HttpHeader.ACCEPT, MediaTypes.EVENTS).put("Last-Event-ID", lastEventId));
        send(get);
    }

    private void fail(GatewayException cause) {
        link.forget(message.id(), this);
        if (message.kind() == Message.Kind.REQUEST) {
            link.failed(message.id(), cause);
        } else {
            link.listener().noise("a message that the server did not take: " + cause.getMessage());
            link.settled(message);
        }
    }
}
