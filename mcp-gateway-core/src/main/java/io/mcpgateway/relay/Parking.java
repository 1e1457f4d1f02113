package io.mcpgateway.relay;

import io.mcpgateway.settings.Limits;
import io.mcpgateway.upstream.Shares;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for their client to answer a server's question and to ask again. Bounded in number and time.
 * Thread-safe; the map owns the state, and an entry leaves it when its client comes back, or when its time is over.
 */
public final class Parking {
    /** Servers that ask several things ask them in one breath; so long the first question waits for the others. */
    private static final Duration BREATH = Duration.ofMillis(25);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    private final Limits limits;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final Continuations continuations;
    private final Tasks tasks;
    private final Map<String, Rounds> parked = new ConcurrentHashMap<>();
    private final Shares places;

    /**
     * A place to park; the executors are owned by the caller.
     *
     * @param scheduler tells when something is due
     * @param executor does it: sealing takes a while, and clients and servers take what they are told as fast as they like
     */
    public Parking(Limits limits, ScheduledExecutorService scheduler, Executor executor) {
        this.limits = limits;
        this.scheduler = scheduler;
        this.executor = executor;
        this.places = Shares.ofPrincipals(limits.parkedCalls());
        this.tasks = new Tasks(limits.pendingPerServer());
        this.continuations = new Continuations(limits.parked());
    }

    /** The tasks that servers have made of calls. */
    public Tasks tasks() {
        return tasks;
    }

    Continuations continuations() {
        return continuations;
    }

    Limits limits() {
        return limits;
    }

    static String newTicket() {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Parks a call; false if there is no room, or its client's principal has its share. */
    boolean park(String ticket, Rounds rounds) {
        if (!places.enter(holder(rounds))) {
            return false;
        }
        parked.put(ticket, rounds);
        return true;
    }

    /** Takes a call out; null if it is not there. Only one caller gets it. */
    @Nullable
    Rounds take(String ticket) {
        Rounds rounds = parked.remove(ticket);
        if (rounds != null) {
            places.leave(holder(rounds));
        }
        return rounds;
    }

    /** The same for all rounds of a call: the state that leads back to it is bound to the principal. */
    private static String holder(Rounds rounds) {
        return Shares.holder(rounds.request().client().principal());
    }

    /** Does something after a breath. */
    void afterBreath(Runnable task) {
        later(BREATH, task);
    }

    /** Gives a parked call up when its time is over. Keeps its ticket only, so that a call that has ended is not kept. */
    void expireLater(String ticket) {
        later(limits.parked(), () -> {
            Rounds rounds = take(ticket);
            if (rounds != null) {
                rounds.expired();
            }
        });
    }

    private void later(Duration wait, Runnable task) {
        try {
            scheduler.schedule(() -> executor.execute(task), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The gateway is closing, and with it what the task is about.
            return;
        }
    }

    /** The client's connection is gone, and nobody else can come back for its calls. */
    public void sessionEnded(String sessionKey) {
        parked.values().forEach(rounds -> rounds.abandonIfOf(sessionKey));
    }

    /** Whether a call of this session waits for its client. */
    public boolean isParked(String sessionKey) {
        return parked.values().stream()
                .anyMatch(rounds -> rounds.request().sessionKey().equals(sessionKey));
    }

    /** How many calls are parked. */
    public int size() {
        return parked.size();
    }
}
