package io.mcpgateway.http.client;

import io.mcpgateway.http.client.Exchange.Ending;
import io.mcpgateway.http.client.UrlGuard.Checked;
import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.remote.Link.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * Begins a new session when the server has forgotten the old one: shakes hands again with the words of the first time, and
 * then sends again what was refused. Meanwhile nothing else is sent. One renewal at a time, however many requests find out
 * that one is needed. Thread-safe.
 */
final class Renewals {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final StreamableHttpLink link;
    private volatile @Nullable Exchange current;

    // Guarded by this.
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean running;
    private int count;

    Renewals(StreamableHttpLink link) {
        this.link = link;
    }

    /**
     * The server does not know this session.
     *
     * @param again what is to be done in the next one
     */
    void lost(LegacySession session, Message greeting, Runnable again) {
        String id;
        synchronized (this) {
            if (running) {
                waiting.add(again);
                return;
            }
            id = link.session() == session ? "mcp-gateway-session-" + ++count : "";
            if (!id.isEmpty()) {
                waiting.add(again);
                running = true;
            }
        }
        if (id.isEmpty()) {
            again.run(); // there is a newer one already
        } else {
            link.turnstile().shut();
            greet(session, greeting, Messages.quote(id));
        }
    }

    void stop() {
        Exchange exchange = current;
        if (exchange != null) {
            exchange.abort();
        }
    }

    private void run(Exchange exchange) {
        current = exchange;
        exchange.start();
        if (link.isClosed()) {
            exchange.abort();
        }
    }

    private void greet(LegacySession old, Message greeting, JsonText id) {
        JsonText text;
        try {
            Envelope first = Envelope.scan(greeting.text());
            text = Messages.request(id, first.method(), first.params(), first.extras());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("The gateway sent a malformed message", e);
        }
        LegacySession next = new LegacySession();
        run(Exchange.post(link.remote(), text).limit(LIMIT).headers(next::put).to(new Greeting(old, next, id)));
    }

    /** Waits for the answer to {@code initialize}. */
    private final class Greeting implements Exchange.Handler {
        private final LegacySession old;
        private final LegacySession next;
        private final JsonText id;
        private boolean answered;

        Greeting(LegacySession old, LegacySession next, JsonText id) {
            this.old = old;
            this.next = next;
            this.id = id;
        }

        @Override
        public void opened(Response response, Checked address) {
            if (!next.opened(response, address)) {
                link.noise("a session id that is not visible ASCII");
            }
        }

        @Override
        public void event(String type, byte[] data) {
            if (type.equals("message") && data.length > 0) {
                hear(data);
            }
        }

        private void hear(byte[] data) {
            Envelope message;
            try {
                message = Envelope.scan(JsonText.of(data));
            } catch (MalformedMessageException e) {
                link.noise("a message that is not JSON-RPC: " + e.getMessage());
                return;
            }
            if (message.kind() == Envelope.Kind.ERROR) {
                fail("it refused to begin a new one: " + link.remote().errors().excerpt(data), null);
            } else if (!isAnswer(message)) {
                link.deliver(data, null);
            } else if (!answered) {
                answered = true;
                agree(message);
            }
        }

        private boolean isAnswer(Envelope message) {
            JsonText answers = message.id();
            return message.kind() == Envelope.Kind.RESULT && answers != null && answers.equals(id);
        }

        private void agree(Envelope answer) {
            if (!next.negotiated(answer) || !next.sameVersion(old)) {
                fail("it speaks another version of the protocol now", null);
                return;
            }
            confirm(next);
        }

        @Override
        public void ended(Ending ending) {
            if (!answered && ending.succeeded() && !ending.stream() && ending.body().length > 0) {
                hear(ending.body());
            }
            if (!answered) {
                fail("it did not begin a new one (HTTP status " + ending.status() + ")", ending.failure());
            }
        }
    }

    private void confirm(LegacySession next) {
        run(Exchange.post(link.remote(), Messages.notification(LegacyCall.INITIALIZED, null))
                .limit(LIMIT)
                .headers(next::put)
                .to(new Exchange.Handler() {
                    @Override
                    public void event(String type, byte[] data) {
                        // There is nothing to answer.
                    }

                    @Override
                    public void ended(Ending ending) {
                        if (ending.failure() != null || ending.status() == 404) {
                            fail("it did not keep the new one (HTTP status " + ending.status() + ")", ending.failure());
                            return;
                        }
                        if (!ending.succeeded()) {
                            link.noise("the server refused " + LegacyCall.INITIALIZED + " with HTTP status "
                                    + ending.status());
                        }
                        done(next);
                    }
                }));
    }

    private void done(LegacySession next) {
        link.renewed(next);
        List<Runnable> refused;
        synchronized (this) {
            running = false;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        link.turnstile().open();
        refused.forEach(Runnable::run);
    }

    private void fail(String why, @Nullable GatewayException cause) {
        link.end(link.remote()
                .unavailable(
                        link.remote().endpoint(),
                        "it has ended the session, and " + (cause == null ? why : cause.getMessage())));
    }
}
