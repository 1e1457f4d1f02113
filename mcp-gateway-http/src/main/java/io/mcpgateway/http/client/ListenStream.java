package io.mcpgateway.http.client;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.http.wire.SseReader;
import io.mcpgateway.model.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The GET on which a server sends what belongs to no request. A server that has none answers 405 and is not asked again;
 * one that had it is asked again when the stream ends, at growing intervals. The client calls it on one thread at a time.
 */
final class ListenStream implements SseReader.Handler {
    /** After this silence the connection may be dead without anybody having told us; asking again is cheap. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    private static final long MIN_DELAY_MILLIS = 500;
    private static final long MAX_DELAY_MILLIS = 60_000;

    private final StreamableHttpLink link;
    private volatile @Nullable Request request;
    private volatile boolean stopped;

    // Confined to the client's callbacks, which come one after the other.
    private long delayMillis = 1000;
    private boolean offered;
    private boolean fruitful;
    private String lastEventId = "";
    private @Nullable SseReader events;

    ListenStream(StreamableHttpLink link) {
        this.link = link;
    }

    void start() {
        if (stopped) {
            return;
        }
        events = null;
        fruitful = false;
        Request get = link.request(link.endpoint(), HttpMethod.GET, IDLE).headers(fields -> {
            fields.put(HttpHeader.ACCEPT, MediaTypes.EVENTS);
            if (!lastEventId.isEmpty()) {
                fields.put("Last-Event-ID", lastEventId);
            }
        });
        request = get;
        get.onResponseHeaders(this::headers).onResponseContent(this::content).send(this::complete);
        if (stopped) {
            stop();
        }
    }

    void stop() {
        stopped = true;
        Request current = request;
        if (current != null) {
            current.abort(new CancellationException("the link is closed"));
        }
    }

    private void headers(Response response) {
        String type = MediaTypes.essence(response.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (response.getStatus() == 200 && type.equals(MediaTypes.EVENTS)) {
            offered = true;
            events = new SseReader(link.maxMessageBytes(), this);
        }
    }

    private void content(Response response, ByteBuffer content) {
        if (events == null) {
            content.position(content.limit());
            return;
        }
        events.feed(content);
    }

    @Override
    public void event(String type, byte[] data) {
        fruitful = true;
        if (type.equals("message") && data.length > 0) {
            link.deliver(data);
        }
    }

    @Override
    public void oversized() {
        link.listener().noise("a message larger than the limit of " + link.maxMessageBytes() + " bytes was skipped");
    }

    @Override
    public void retry(long milliseconds) {
        delayMillis = Math.max(MIN_DELAY_MILLIS, Math.min(milliseconds, MAX_DELAY_MILLIS));
    }

    private void complete(Result result) {
        if (stopped) {
            return;
        }
        if (events != null && !events.lastId().isEmpty()) {
            lastEventId = events.lastId();
        }
        int status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
        if (status == 404 && link.hasSession(link.endpoint()) && offered) {
            link.lost(link.errors()
                    .other(
                            ErrorCode.SERVER_UNAVAILABLE,
                            link.endpoint(),
                            "it has ended the session; a new one is needed"));
            return;
        }
        if (!offered) {
            return; // 405, or anything else that is no stream: this server has none
        }
        link.client().later(this::start, Duration.ofMillis(delayMillis));
        if (!fruitful) {
            delayMillis = Math.min(2 * delayMillis, MAX_DELAY_MILLIS);
        }
    }
}
