package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.relay.Request;
import io.mcpgateway.relay.Requester;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one conversation has in flight, by the client's ids: requests that servers work on, and subscriptions. Bounded;
 * everything leaves it with its answer, when the client cancels it, or with the conversation. Thread-safe; the tables own
 * the state.
 */
final class InFlight {
    private final Gate gate;
    private final Map<JsonText, Forwarded> requests = new ConcurrentHashMap<>();
    private final Map<JsonText, Subscribed> subscriptions = new ConcurrentHashMap<>();
    /** Requests that servers work on, those that were cancelled meanwhile as well. */
    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long lastUsed = System.nanoTime();

    /** A request that a server is working on, and what is done when its client has the answer or wants none. */
    private record Forwarded(Request request, ReplyStream replies, Runnable over) {}

    /** A subscription, and what is done when it is over. */
    private record Subscribed(Subscription subscription, Runnable over) {}

    InFlight(Gate gate) {
        this.gate = gate;
    }

    /** The client has said something. */
    void used() {
        lastUsed = System.nanoTime();
    }

    /**
     * Takes a request to its server, and the answer back.
     *
     * @param over run once, when no server works on it any more
     */
    void forward(Envelope envelope, JsonText id, ReplyStream replies, Requester requester, Runnable over) {
        Request request = new Request(envelope, replies, requester);
        if (pending.incrementAndGet() > most()) {
            done(over);
            tooMany(id, replies);
            return;
        }
        Forwarded entry = new Forwarded(request, replies, gate.router().calls().begin(envelope.method()));
        if (subscriptions.containsKey(id) || requests.putIfAbsent(id, entry) != null) {
            entry.over.run();
            done(over);
            refuseDuplicate(id, replies);
            return;
        }
        if (closed.get()) {
            cancel(id); // close() may have looked before it was there
        }
        gate.router().handle(request).thenAccept(outcome -> {
            done(over);
            lastUsed = System.nanoTime();
            if (requests.remove(id, entry)) {
                try {
                    replies.end(Answers.response(id, request, outcome), ReplyStatus.ANSWERED);
                } finally {
                    entry.over.run();
                }
            }
        });
    }

    private void done(Runnable over) {
        pending.decrementAndGet();
        over.run();
    }

    /**
     * Takes a subscription in; if that cannot be, answers it with why, and returns false.
     *
     * @param over run once, when the subscription is over; not run if it was not taken in
     */
    boolean add(JsonText id, Subscription subscription, ReplyStream replies, Runnable over) {
        if (subscriptions.size() >= most()) {
            tooMany(id, replies);
            return false;
        }
        if (requests.containsKey(id) || subscriptions.putIfAbsent(id, new Subscribed(subscription, over)) != null) {
            refuseDuplicate(id, replies);
            return false;
        }
        return true;
    }

    private int most() {
        return gate.options().limits().pendingPerSession();
    }

    private void tooMany(JsonText id, ReplyStream replies) {
        Answers.tooMany(replies, id, "requests in flight", most());
    }

    private static void refuseDuplicate(JsonText id, ReplyStream replies) {
        Answers.refuse(
                replies, id, Answers.INVALID_REQUEST, "A request with this id is in flight", ReplyStatus.MALFORMED);
    }

    void cancel(JsonText id) {
        Forwarded entry = requests.remove(id);
        if (entry != null) {
            entry.over.run();
            entry.request.cancel();
            entry.replies.cancelled();
        }
        Subscribed subscribed = subscriptions.remove(id);
        if (subscribed != null) {
            subscribed.subscription.cancelled();
            subscribed.over.run();
        }
    }

    /** Cancels the request with these replies, but not another one that has its id by now. */
    void abandon(JsonText id, ReplyStream replies) {
        Forwarded entry = requests.get(id);
        Subscribed subscribed = subscriptions.get(id);
        if ((entry != null && entry.replies == replies)
                || (subscribed != null && subscribed.subscription.answers(replies))) {
            cancel(id);
        }
    }

    /** Tells subscriptions of the profile that lists have changed; {@code onlySession} empty means all of them. */
    void listsChanged(CapabilityProfile profile, String onlySession, Set<String> lists) {
        for (Subscribed subscribed : subscriptions.values()) {
            Subscription subscription = subscribed.subscription;
            if (profile.equals(subscription.profile())
                    && (onlySession.isEmpty() || onlySession.equals(subscription.session()))) {
                lists.forEach(subscription::listChanged);
            }
        }
    }

    /** Whether nothing is in flight, and nothing was for so long. */
    boolean isIdle(Duration idle) {
        return requests.isEmpty() && subscriptions.isEmpty() && System.nanoTime() - lastUsed > idle.toNanos();
    }

    /** The gateway ends the subscriptions, each with its answer. */
    void endSubscriptions() {
        subscriptions.forEach((id, subscribed) -> {
            if (subscriptions.remove(id, subscribed)) {
                subscribed.subscription.end();
                subscribed.over.run();
            }
        });
    }

    /** Cancels everything, also what is still to come; false if this was done before. */
    boolean close() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        requests.keySet().forEach(this::cancel);
        subscriptions.keySet().forEach(this::cancel);
        return true;
    }

    /** Whether the conversation is over. */
    boolean isClosed() {
        return closed.get();
    }
}
