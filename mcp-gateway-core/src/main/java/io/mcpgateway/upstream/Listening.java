package io.mcpgateway.upstream;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a server is to tell of by itself: changed lists and updated resources. A server of the legacy era is subscribed to
 * resource by resource and tells of its lists unasked; one of the modern era has one {@code subscriptions/listen} for
 * everything. Thread-safe; the part for the server's era owns the wishes.
 */
public final class Listening {
    private final Upstream upstream;
    private final LegacyListening legacy;
    private final ModernListening modern;

    Listening(Upstream upstream, Upstream.Events events) {
        this.upstream = upstream;
        this.legacy = new LegacyListening(upstream, events);
        this.modern = new ModernListening(upstream, events);
    }

    /** From now on the server tells of changes of its lists. */
    void toLists() {
        if (upstream.isModern()) {
            modern.toLists();
        }
    }

    /**
     * When the lists may be read so that no later change of theirs is missed: when the server has agreed to tell of them, or
     * will not. Never fails, and takes a second at most.
     */
    CompletionStage<Void> heardOfLists() {
        return upstream.isModern() ? modern.heardOfLists() : CompletableFuture.completedFuture(null);
    }

    /**
     * One more who wants to hear of a resource. The outcome comes when the server has agreed or refused; the stage never
     * fails. Whoever gets a result owes one {@link #unsubscribe}, and whoever gets a failure owes none.
     */
    public CompletionStage<Outcome> subscribe(String uri) {
        return upstream.isModern() ? modern.subscribe(uri) : legacy.subscribe(uri);
    }

    /** One less. The server is told behind the caller's back if nobody is left by then. */
    public void unsubscribe(String uri) {
        if (upstream.isModern()) {
            modern.unsubscribe(uri);
        } else {
            legacy.unsubscribe(uri);
        }
    }

    /** The server has forgotten its session, and with it what it was asked to tell of. */
    void renewed() {
        if (!upstream.isModern()) {
            legacy.renewed();
        }
    }

    /** The server has agreed to tell of what these params say; {@code stream} is 0 if there is one channel for all. */
    void acknowledged(JsonText params, long stream) {
        modern.acknowledged(params, stream);
    }

    /** Does again what has failed and is still wanted; called now and then. */
    void tick() {
        if (upstream.isModern()) {
            modern.tick();
        } else {
            legacy.tick();
        }
    }
}
