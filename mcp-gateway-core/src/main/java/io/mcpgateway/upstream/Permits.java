package io.mcpgateway.upstream;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A semaphore that waits without a thread: first come, first served, with a limit on the wait. Thread-safe; its monitor is
 * held for a few instructions only.
 */
public final class Permits {
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private final Duration longestWait;
    private int free;

    /** So many permits, each waited for at most so long. */
    public Permits(int count, Duration longestWait) {
        this.free = count;
        this.longestWait = longestWait;
    }

    /** Completes when it is the caller's turn; fails with a {@link GatewayException} when the wait was too long. */
    public CompletionStage<Void> acquire() {
        CompletableFuture<Void> turn;
        synchronized (this) {
            if (free > 0) {
                free--;
                return CompletableFuture.completedFuture(null);
            }
            turn = new CompletableFuture<>();
            waiting.add(turn);
        }
        return turn.orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose(e -> {
            synchronized (this) {
                waiting.remove(turn);
            }
            return CompletableFuture.failedFuture(new GatewayException(
                    ErrorCode.LIMIT, "Waited " + longestWait.toSeconds() + " s for a turn to start a server", e));
        });
    }

    /** Gives a turn back. */
    public void release() {
        while (true) {
            CompletableFuture<Void> next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    free++;
                    return;
                }
            }
            if (next.complete(null)) {
                return;
            }
        }
    }
}
