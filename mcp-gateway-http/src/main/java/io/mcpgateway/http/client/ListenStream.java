package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.json.Oversized;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The GET on which a server of the legacy era sends what belongs to no request, in one session. A server that has none
 * answers 405 and is not asked again; one that had it is asked again when the stream ends, after the delay that it asked
 * for, and at growing intervals while nothing comes. The client calls it on one thread at a time.
 */
final class ListenStream implements Exchange.Handler {
    /** After this silence the connection may be dead without anybody having told us; asking again is cheap. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    private static final long MIN_DELAY_MILLIS = 500;
    private static final long MAX_DELAY_MILLIS = Duration.ofHours(1).toMillis();
    private static final long MAX_BACK_OFF_MILLIS = 60_000;
    private static final int MAX_DOUBLINGS = 7;
    /** How often a server is asked that has not shown yet that it has a stream. */
    private static final int MAX_FIRST_TRIES = 5;
    /** No response at all, or what a proxy says while the server behind it comes back. */
    private static final Set<Integer> PASSING = Set.of(0, 429, 502, 503, 504);

    private final StreamableHttpLink link;
    private final LegacySession session;
    private volatile @Nullable Exchange exchange;
    private volatile Scheduler.@Nullable Task later;
    private volatile boolean stopped;

    // Confined to the client's callbacks, which come one after the other.
    private long delayMillis = 1000;
    private int fruitless;
    private boolean offered;
    private String lastEventId = "";

    ListenStream(StreamableHttpLink link, LegacySession session) {
        this.link = link;
        this.session = session;
    }

    void start() {
        if (stopped) {
            return;
        }
        Exchange next = Exchange.get(link.remote())
                .idle(IDLE)
                .headers((fields, address) -> {
                    session.put(fields, address);
                    if (!lastEventId.isEmpty()) {
                        fields.put("Last-Event-ID", lastEventId);
                    }
                })
                .to(this);
        exchange = next;
        next.start();
        if (stopped) {
            next.abort();
        }
    }

    void stop() {
        stopped = true;
        Exchange current = exchange;
        if (current != null) {
            current.abort();
        }
        Scheduler.Task task = later;
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void opened(Response response, Checked address) {
        offered |= MediaTypes.essence(response.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .equals(MediaTypes.EVENTS);
    }

    @Override
    public void event(String type, byte[] data) {
        fruitless = 0;
        if (type.equals("message") && data.length > 0) {
            link.deliver(data, null);
        }
    }

    @Override
    public void oversized(Oversized seen) {
        link.noise("a message of " + seen.bytes() + " bytes, larger than the limit, was skipped");
    }

    @Override
    public void retry(long milliseconds) {
        delayMillis = Math.max(MIN_DELAY_MILLIS, Math.min(milliseconds, MAX_DELAY_MILLIS));
    }

    @Override
    public void ended(Ending ending) {
        if (stopped) {
            return;
        }
        if (!ending.lastEventId().isEmpty()) {
            lastEventId = ending.lastEventId();
        }
        int status = ending.status();
        if (offered && session.covers(ending.address()) && Answers.sessionLost(status, 0, ending.body())) {
            link.lost(session, () -> {});
            return;
        }
        boolean refused = offered ? status == 405 : !PASSING.contains(status) || fruitless >= MAX_FIRST_TRIES;
        if (refused) {
            return; // this server has none
        }
        long grown = Math.min(delayMillis << Math.min(fruitless, MAX_DOUBLINGS), MAX_BACK_OFF_MILLIS);
        fruitless++;
        later = link.remote().client().later(this::start, Duration.ofMillis(Math.max(delayMillis, grown)));
        if (stopped) {
            stop();
        }
    }
}
