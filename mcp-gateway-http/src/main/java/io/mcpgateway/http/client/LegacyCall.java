package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.Link.Message;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.client.Response;

/**
 * A message of the legacy era. It belongs to the session of the moment when it is sent; if the server has forgotten that
 * one, it is sent once more in the next. A stream that ends before the answer is resumed with its last event's id, when the
 * server has asked for that by giving ids: it may have closed the connection only to save it (SEP-1699).
 */
final class LegacyCall extends PostCall {
    static final String INITIALIZED = "notifications/initialized";

    private static final Duration IDLE = Duration.ofMinutes(20);
    private static final Duration IDLE_WITHOUT_ANSWER = Duration.ofMinutes(1);
    private static final int MAX_FRUITLESS = 8;
    private static final long MIN_RETRY_MILLIS = 100;
    private static final long MAX_RETRY_MILLIS = IDLE.toMillis();
    private static final long MAX_BACK_OFF_MILLIS = 30_000;
    /** What a proxy says while the server behind it comes back. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private volatile LegacySession session;

    // Confined to the client's callbacks, which come one after the other.
    private boolean again;
    private boolean resuming;
    private int fruitless;
    private long retryMillis = 1000;
    private String lastEventId = "";
    private Checked address;

    LegacyCall(StreamableHttpLink link, Message message) {
        super(link, message);
        this.session = link.session();
        this.address = link.remote().endpoint();
    }

    @Override
    Exchange post() {
        session = link.session();
        return Exchange.post(link.remote(), message.text())
                .idle(isRequest() ? IDLE : IDLE_WITHOUT_ANSWER)
                .headers(session::put)
                .to(this);
    }

    private boolean isInitialize() {
        return message.method().equals("initialize");
    }

    @Override
    public void opened(Response response, Checked from) {
        if (isInitialize() && !resuming && !session.opened(response, from)) {
            link.noise("a session id that is not visible ASCII");
        }
    }

    @Override
    public void retry(long milliseconds) {
        retryMillis = Math.max(MIN_RETRY_MILLIS, Math.min(milliseconds, MAX_RETRY_MILLIS));
    }

    @Override
    void answeredWith(Envelope answer) {
        if (isInitialize() && !session.negotiated(answer)) {
            link.noise("an answer to initialize without a usable protocol version");
        }
    }

    @Override
    void accepted() {
        if (message.method().equals(INITIALIZED)) {
            link.listen(session);
        } else if (message.method().equals("notifications/cancelled")) {
            link.cancelled(message);
        }
    }

    @Override
    void settled() {
        if (message.method().equals(INITIALIZED)) {
            link.turnstile().open();
        }
    }

    @Override
    boolean mayAnswer(Ending ending) {
        return !resuming && !sessionLost(ending);
    }

    private boolean sessionLost(Ending ending) {
        return !isInitialize()
                && session.covers(ending.address())
                && Answers.sessionLost(ending.status(), message.id(), ending.body());
    }

    @Override
    void refused(Ending ending) {
        if (sessionLost(ending)) {
            lost(ending);
        } else if (!resuming) {
            super.refused(ending);
        } else {
            GatewayException cause = link.remote()
                    .unavailable(
                            ending.address(),
                            "the stream ended without an answer, and cannot be resumed (HTTP status " + ending.status()
                                    + ")");
            if (PASSING.contains(ending.status())) {
                resumeOrFail(cause);
            } else {
                fail(cause);
            }
        }
    }

    /** What was taken once is not sent again: it may have had its effect. */
    private void lost(Ending ending) {
        if (isRequest() && !resuming && !again) {
            again = true;
            link.lost(session, this::start);
            return;
        }
        GatewayException cause = link.remote()
                .unavailable(
                        ending.address(),
                        again ? "it has ended the session again" : "it has ended the session before the answer came");
        if (!again) {
            link.lost(session, () -> {});
        }
        if (resuming) {
            fail(cause);
        } else {
            fail(ending.status(), cause);
        }
    }

    @Override
    void cutOff(GatewayException failure) {
        if (resuming) {
            resumeOrFail(failure);
        } else {
            fail(failure);
        }
    }

    @Override
    void streamEnded(Ending ending) {
        address = ending.address();
        if (!ending.lastEventId().isEmpty() && !ending.lastEventId().equals(lastEventId)) {
            lastEventId = ending.lastEventId();
            fruitless = 0;
        }
        GatewayException failure = ending.failure();
        resumeOrFail(
                failure == null ? link.remote().unavailable(address, "the stream ended without an answer") : failure);
    }

    private void resumeOrFail(GatewayException cause) {
        boolean resumable = !lastEventId.isEmpty() && fruitless < MAX_FRUITLESS && session == link.session();
        if (!resumable) {
            fail(cause);
            return;
        }
        long delay = Math.max(retryMillis, Math.min(retryMillis << fruitless, MAX_BACK_OFF_MILLIS));
        fruitless++;
        later(this::resume, Duration.ofMillis(delay));
    }

    private void resume() {
        resuming = true;
        run(Exchange.get(link.remote())
                .address(address)
                .idle(IDLE)
                .headers((fields, to) -> {
                    session.put(fields, to);
                    fields.put("Last-Event-ID", lastEventId);
                })
                .to(this));
    }
}
