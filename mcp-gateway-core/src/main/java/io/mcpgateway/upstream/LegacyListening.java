package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The resources that a server of the legacy era is subscribed to: once each, for all who want it. Of each resource one
 * request is in flight at most, and what is wanted is looked at again when it is answered, so that the server's last word is
 * what is wanted, however the wishes cross. Thread-safe; the monitor guards the wishes and is not held while a message is
 * sent.
 */
final class LegacyListening {
    private static final JsonText NONE = JsonText.of("");
    private static final Outcome SUBSCRIBED = Outcome.result(JsonText.emptyObject());
    /** Others wait for it. */
    private static final Duration UNSUBSCRIBE = Duration.ofSeconds(30);

    private final Upstream upstream;
    private final Upstream.Events events;

    // Guarded by this, as is what is in it.
    private final Map<String, Wish> wishes = new HashMap<>();
    private final Pause pause = new Pause();
    private int sessions;

    /** One resource. */
    private static final class Wish {
        /** How many want it, those included that wait for the server's word. */
        private int wanted;

        private boolean told;
        private boolean busy;
        /** It was told of, and for some time was not. */
        private boolean missed;

        private List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    }

    LegacyListening(Upstream upstream, Upstream.Events events) {
        this.upstream = upstream;
        this.events = events;
    }

    CompletionStage<Outcome> subscribe(String uri) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        synchronized (this) {
            Wish wish = wishes.computeIfAbsent(uri, absent -> new Wish());
            wish.wanted++;
            if (wish.told && !wish.busy) {
                return CompletableFuture.completedFuture(SUBSCRIBED);
            }
            wish.waiting.add(outcome);
        }
        next(uri);
        return outcome;
    }

    void unsubscribe(String uri) {
        synchronized (this) {
            Wish wish = wishes.get(uri);
            if (wish == null || wish.wanted == 0) {
                return;
            }
            wish.wanted--;
        }
        next(uri);
    }

    /** Whoever subscribes again cannot know what has changed since, so that everything counts as changed. */
    void renewed() {
        List<String> uris;
        synchronized (this) {
            sessions++;
            wishes.values().forEach(wish -> {
                wish.missed |= wish.told;
                wish.told = false;
            });
            uris = List.copyOf(wishes.keySet());
        }
        uris.forEach(this::next);
        events.listChanged(upstream, "notifications/tools/list_changed");
    }

    /** Asks again for what could not be had in a new session. */
    void tick() {
        List<String> uris = new ArrayList<>();
        synchronized (this) {
            if (wishes.isEmpty() || !upstream.isOpen() || !pause.isOver()) {
                return;
            }
            wishes.forEach((uri, wish) -> {
                if (!wish.busy && !wish.told) {
                    uris.add(uri);
                }
            });
            if (!uris.isEmpty()) {
                pause.began();
            }
        }
        uris.forEach(this::next);
    }

    /** Takes the next step from what the server was told to what is wanted. */
    private void next(String uri) {
        Wish wish;
        boolean subscribe;
        int session;
        synchronized (this) {
            wish = wishes.get(uri);
            if (wish == null || wish.busy) {
                return;
            }
            subscribe = wish.wanted > 0;
            if (!subscribe && !wish.told) {
                wishes.remove(uri);
            }
            if (subscribe == wish.told) {
                return;
            }
            wish.busy = true;
            session = sessions;
        }
        send(uri, wish, subscribe, session);
    }

    private void send(String uri, Wish wish, boolean subscribe, int session) {
        UpstreamCall call =
                new UpstreamCall(
                        subscribe ? "resources/subscribe" : "resources/unsubscribe",
                        JsonText.of("{\"uri\":" + Messages.quote(uri) + "}"),
                        NONE) {
                    @Override
                    protected void answered(Envelope response) {
                        done(uri, wish, subscribe, session, Answer.outcomeOf(upstream.server(), response));
                    }

                    @Override
                    protected void failed(GatewayException cause) {
                        done(uri, wish, subscribe, session, Outcome.failure(cause));
                    }
                };
        if (subscribe) {
            upstream.call(call);
        } else {
            upstream.call(call, UNSUBSCRIBE);
        }
    }

    private void done(String uri, Wish wish, boolean subscribe, int session, Outcome outcome) {
        boolean failed = subscribe && outcome instanceof Outcome.Failure;
        List<CompletableFuture<Outcome>> heard = List.of();
        boolean missed = false;
        synchronized (this) {
            wish.busy = false;
            wish.told = subscribe && !failed && session == sessions;
            if (failed) {
                wish.wanted -= wish.waiting.size();
                if (wish.wanted > 0) {
                    pause.ended();
                } else {
                    wishes.remove(uri);
                }
            }
            if (failed || wish.told) {
                heard = wish.waiting;
                wish.waiting = new ArrayList<>();
            }
            if (wish.told) {
                missed = wish.missed;
                wish.missed = false;
            }
        }
        heard.forEach(waiting -> waiting.complete(outcome));
        if (missed) {
            events.resourceUpdated(upstream, JsonText.of("{\"uri\":" + Messages.quote(uri) + "}"));
        }
        if (!failed) {
            next(uri); // a failure is asked for again by tick() only
        }
    }
}
