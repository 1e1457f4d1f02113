package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to tell of by itself: changed lists and updated resources. A server of the legacy era is subscribed to
 * resource by resource and tells of its lists unasked; one of the modern era has one {@code subscriptions/listen} for
 * everything, which is opened anew when the wishes change, the new one before the old one ends. Thread-safe; the monitor
 * guards the wishes and is not held while a message is sent.
 */
public final class Listening {
    private static final JsonText NONE = JsonText.of("");
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Upstream upstream;
    private final Upstream.Events events;

    // Guarded by this.
    private final Map<String, Integer> resources = new LinkedHashMap<>();
    private boolean lists;
    private @Nullable Listen current;
    private boolean stale;
    private long notBefore = System.nanoTime();

    Listening(Upstream upstream, Upstream.Events events) {
        this.upstream = upstream;
        this.events = events;
    }

    /** From now on the server tells of changes of its lists. */
    void toLists() {
        synchronized (this) {
            lists = true;
            stale = true;
        }
        reopen();
    }

    /** One more who wants to hear of a resource. The outcome is the server's. */
    public CompletionStage<Outcome> subscribe(String uri) {
        synchronized (this) {
            if (resources.merge(uri, 1, Integer::sum) > 1) {
                return CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject()));
            }
            stale = true;
        }
        if (upstream.isModern()) {
            reopen();
            return CompletableFuture.completedFuture(Outcome.result(JsonText.emptyObject()));
        }
        return single("resources/subscribe", uri).thenApply(outcome -> {
            if (outcome instanceof Outcome.Failure) {
                forget(uri);
            }
            return outcome;
        });
    }

    /** One less. */
    public void unsubscribe(String uri) {
        if (!forget(uri)) {
            return;
        }
        if (upstream.isModern()) {
            synchronized (this) {
                stale = true;
            }
            reopen();
        } else if (upstream.isOpen()) {
            single("resources/unsubscribe", uri);
        }
    }

    /** Whether nobody wants to hear of it any more. */
    private synchronized boolean forget(String uri) {
        Integer left = resources.computeIfPresent(uri, (key, count) -> count == 1 ? null : count - 1);
        return left == null;
    }

    private CompletionStage<Outcome> single(String method, String uri) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        upstream.call(new UpstreamCall(method, JsonText.of("{\"uri\":" + Messages.quote(uri) + "}"), NONE) {
            @Override
            protected void answered(Envelope response) {
                outcome.complete(Answer.outcomeOf(upstream.server(), response));
            }

            @Override
            protected void failed(GatewayException cause) {
                outcome.complete(Outcome.failure(cause));
            }
        });
        return outcome;
    }

    /** The server has forgotten its session, and with it what it was asked to tell of. */
    void renewed() {
        List<String> wanted;
        synchronized (this) {
            wanted = new ArrayList<>(resources.keySet());
        }
        if (!upstream.isModern()) {
            wanted.forEach(uri -> single("resources/subscribe", uri));
        }
    }

    /** Opens what has ended and is still wanted; called now and then. */
    void tick() {
        if (upstream.isModern()) {
            reopen();
        }
    }

    private void reopen() {
        Listen before;
        Listen next;
        synchronized (this) {
            ServerHello hello = upstream.hello();
            if (!stale || hello == null || !upstream.isModern() || System.nanoTime() - notBefore < 0) {
                return;
            }
            stale = false;
            before = current;
            String wanted = wanted(hello);
            next = wanted.isEmpty() ? null : new Listen(wanted);
            current = next;
        }
        if (next != null) {
            next.id = upstream.call(next, FOR_EVER);
        }
        if (before != null) {
            upstream.cancel(before.id, "replaced");
        }
    }

    private String wanted(ServerHello hello) {
        List<String> parts = new ArrayList<>();
        if (lists && hello.tools()) {
            parts.add("\"toolsListChanged\":true");
        }
        if (lists && hello.prompts()) {
            parts.add("\"promptsListChanged\":true");
        }
        if (lists && hello.resources()) {
            parts.add("\"resourcesListChanged\":true");
        }
        if (!resources.isEmpty()) {
            List<String> uris = new ArrayList<>();
            resources.keySet().forEach(uri -> uris.add(Messages.quote(uri).toString()));
            parts.add("\"resourceSubscriptions\":[" + String.join(",", uris) + "]");
        }
        return String.join(",", parts);
    }

    /** It is over: that is no fault, but what it was to tell of is still wanted. */
    private void ended(Listen listen, @Nullable GatewayException cause) {
        synchronized (this) {
            if (current != listen) {
                return;
            }
            current = null;
            // A server that knows no such method will not learn it.
            stale = cause != null && cause.code() != ErrorCode.INVALID_REQUEST;
            notBefore = System.nanoTime() + PAUSE_NANOS;
        }
        if (cause != null) {
            events.noise("Server '" + upstream.server() + "' stopped telling of changes: " + cause.getMessage());
        }
    }

    /** One {@code subscriptions/listen}. */
    private final class Listen extends UpstreamCall {
        private volatile long id;

        Listen(String wanted) {
            super("subscriptions/listen", JsonText.of("{\"notifications\":{" + wanted + "}}"), NONE);
        }

        @Override
        protected void answered(Envelope response) {
            JsonText error = response.error();
            ended(
                    this,
                    error == null
                            ? new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "it ended the subscription")
                            : new GatewayException(ErrorCode.INVALID_REQUEST, error.toString()));
        }

        @Override
        protected void failed(GatewayException cause) {
            ended(this, cause);
        }
    }
}
