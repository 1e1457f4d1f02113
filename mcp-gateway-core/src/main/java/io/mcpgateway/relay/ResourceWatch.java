package io.mcpgateway.relay;

import io.mcpgateway.json.Messages;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.upstream.Lease;
import io.mcpgateway.upstream.Pause;
import io.mcpgateway.upstream.Upstream;
import io.mcpgateway.view.Target;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One resource that one subscriber watches, for as long as that wants it: when the workload dies or the server's definition
 * changes, it is looked for anew until it is found. Thread-safe; the monitor guards the state and is not held while others
 * are called. Whoever finds it over when something arrives gives that back.
 */
final class ResourceWatch {
    private static final Set<Integer> PASSING = Set.of(
            ErrorCode.SERVER_UNAVAILABLE.jsonRpcCode(), ErrorCode.TIMEOUT.jsonRpcCode(), ErrorCode.LIMIT.jsonRpcCode());

    private enum State {
        /** On its way to a server. */
        OPENING,
        /** The server has agreed. */
        HELD,
        /** The server is gone. */
        LOST,
        /** Nobody wants it any more. */
        OVER
    }

    private final ResourceSubscriptions all;
    private final ResourceSubscriber owner;
    private final Requester requester;
    private final String uri;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    // Guarded by this.
    private State state = State.OPENING;
    private @Nullable Target target;
    private @Nullable Lease lease;
    private final Pause pause = new Pause();

    ResourceWatch(ResourceSubscriptions all, ResourceSubscriber owner, Requester requester, String uri) {
        this.all = all;
        this.owner = owner;
        this.requester = requester;
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    /** How the first attempt ends. */
    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Subscribes at the server that owns it. */
    CompletionStage<Outcome> open(Target found) {
        if (isOver()) {
            return CompletableFuture.completedFuture(ResourceSubscriber.ended()); // before anything is started for it
        }
        return owner.lease(found.server(), requester).thenCompose(taken -> {
            synchronized (this) {
                if (state == State.OPENING) {
                    target = found;
                    lease = taken; // before the server agrees, because its news may be faster than its answer
                }
            }
            if (isOver()) {
                taken.release();
                return CompletableFuture.completedFuture(ResourceSubscriber.ended());
            }
            return taken.upstream()
                    .listening()
                    .subscribe(found.original())
                    .thenApply(answer -> answered(found, taken, answer));
        });
    }

    private synchronized boolean isOver() {
        return state == State.OVER;
    }

    private Outcome answered(Target at, Lease taken, Outcome answer) {
        boolean agreed = answer instanceof Outcome.Result;
        synchronized (this) {
            if (agreed && state == State.OPENING && lease == taken) {
                state = State.HELD;
                return answer;
            }
            lease = lease == taken ? null : lease;
        }
        if (agreed) {
            taken.upstream().listening().unsubscribe(at.original());
        }
        taken.release();
        return agreed ? ResourceSubscriber.ended() : answer;
    }

    /** Nobody wants it any more; false if that was so before. */
    boolean end() {
        Lease given = null;
        Target at;
        synchronized (this) {
            if (state == State.OVER) {
                return false;
            }
            given = state == State.HELD ? lease : null;
            at = target;
            state = State.OVER;
            lease = null;
        }
        giveBack(given, at);
        return true;
    }

    private static void giveBack(@Nullable Lease given, @Nullable Target at) {
        if (given != null && at != null) {
            given.upstream().listening().unsubscribe(at.original());
            given.release();
        }
    }

    /** A server says that a resource has changed. */
    void updated(Upstream upstream, String changed, JsonText params) {
        boolean mine;
        synchronized (this) {
            mine = lease != null
                    && lease.upstream() == upstream
                    && target != null
                    && isPartOf(changed, target.original());
        }
        if (mine) {
            owner.tell(params);
        }
    }

    private static boolean isPartOf(String uri, String subscribed) {
        return uri.startsWith(subscribed)
                && (uri.length() == subscribed.length()
                        || subscribed.endsWith("/")
                        || "/?#".indexOf(uri.charAt(subscribed.length())) >= 0);
    }

    /** Looks whether the workload still lives, and for another one if it does not. */
    void sweep() {
        Lease dead = null;
        Target at;
        boolean again;
        synchronized (this) {
            at = target;
            if (state == State.HELD && at != null && lease != null && !isAlive(lease, at)) {
                dead = lease;
                lease = null;
                state = State.LOST;
                pause.ended();
            }
            again = state == State.LOST && pause.isOver();
            if (again) {
                state = State.OPENING;
                pause.began();
            }
        }
        giveBack(dead, at);
        if (again) {
            renew(at);
        }
    }

    private boolean isAlive(Lease held, Target at) {
        return held.upstream().isOpen() && all.isCurrent(at.server());
    }

    private void renew(@Nullable Target former) {
        all.ownerOf(requester, uri)
                .thenCompose(found -> {
                    // What is known of a server may have been forgotten, and the server be there.
                    Target next = found == null && former != null && all.isCurrent(former.server()) ? former : found;
                    return next == null ? CompletableFuture.completedFuture(unavailable()) : open(next);
                })
                .whenComplete((answer, failure) -> renewed(failure == null ? answer : unavailable()));
    }

    private static Outcome unavailable() {
        return Outcome.failure(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "No server has it now"));
    }

    /** Nobody knows what has changed meanwhile, so that it counts as changed; also where the server has it no more. */
    private void renewed(Outcome answer) {
        boolean refused = answer instanceof Outcome.Failure failure && !PASSING.contains(failure.code());
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            if (answer instanceof Outcome.Failure && !refused) {
                state = State.LOST;
                pause.ended();
                return;
            }
        }
        owner.tell(JsonText.of("{\"uri\":" + Messages.quote(uri) + "}"));
        if (refused) {
            owner.remove(this);
        }
    }
}
