package io.mcpgateway.upstream;

import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.EventSink;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Has at hand what a workload is started from: its image pulled, its package fetched. Either may take minutes; whoever needs
 * one waits for turns of its own, so that nobody else's start waits for it. Thread-safe; owns what is known to be fetched.
 */
public final class Supplies {
    private final Runtimes runtimes;
    private final PreparedImages images;
    private final Executor blocking;
    private final Turns looks;
    private final Turns fetches;
    private final Set<PackageRequest> fetched = ConcurrentHashMap.newKeySet();

    /** Nothing is known to be there. The parts are owned by the caller. */
    Supplies(Runtimes runtimes, EventSink events, Executor blocking, Limits limits) {
        this.runtimes = runtimes;
        this.images = new PreparedImages(events);
        this.blocking = blocking;
        this.looks = new Turns(TurnBounds.ofStarts(limits), limits.queueWait(), "look for the image of");
        this.fetches = new Turns(TurnBounds.ofStarts(limits), limits.queueWait(), "fetch what starts");
    }

    /**
     * All that a start needs.
     *
     * @param runtime what starts it
     * @param spec what is started; of a package, the container or the sandbox that it has become
     */
    public record Supply(ContainerRuntime runtime, WorkloadSpec spec) {}

    /**
     * Fetches what is not there.
     *
     * @param who waits for it
     * @param background whether everybody else goes first
     * @param progress hears of the pull of an image
     * @param begun run when its turn has come, on a thread that may block
     * @return fails with a {@link io.mcpgateway.model.GatewayException} if it cannot be had
     */
    public CompletionStage<Supply> fetch(
            WorkloadSpec spec, Waiting who, boolean background, PullProgress progress, Runnable begun) {
        if (isAtHand(spec)) {
            return now(() -> {
                begun.run();
                return supply(spec, progress);
            });
        }
        Wanted wanted = new Wanted(spec, who, background, progress, begun);
        return spec.kind() == WorkloadKind.PACKAGE ? fetched(wanted) : looked(wanted);
    }

    private record Wanted(WorkloadSpec spec, Waiting who, boolean background, PullProgress progress, Runnable begun) {}

    /** An image that is there already waits for nobody's pull. */
    private CompletionStage<Supply> looked(Wanted wanted) {
        return inTurn(looks, wanted, () -> {
                    if (isAbsent(wanted)) {
                        return Optional.<Supply>empty(); // not begun: it waits for its turn to be fetched
                    }
                    wanted.begun.run();
                    return Optional.of(supply(wanted.spec, wanted.progress));
                })
                .thenCompose(present ->
                        present.isPresent() ? CompletableFuture.completedFuture(present.get()) : fetched(wanted));
    }

    /** Whether the image has to be pulled; that this cannot be told is a failure of what has begun. */
    private boolean isAbsent(Wanted wanted) {
        try {
            ContainerRuntime runtime = runtimes.forKind(wanted.spec.kind());
            return wanted.spec.image().flatMap(runtime::find).isEmpty();
        } catch (RuntimeException e) {
            wanted.begun.run();
            throw e;
        }
    }

    private CompletionStage<Supply> fetched(Wanted wanted) {
        return inTurn(fetches, wanted, () -> {
            wanted.begun.run();
            return supply(wanted.spec, wanted.progress);
        });
    }

    private <T> CompletionStage<T> inTurn(Turns turns, Wanted wanted, Supplier<T> work) {
        String server = wanted.spec.server();
        return (wanted.background ? turns.takeInBackground(server, wanted.who) : turns.take(server, wanted.who))
                .thenCompose(turn -> now(work).whenComplete((done, failure) -> turn.release()));
    }

    private <T> CompletableFuture<T> now(Supplier<T> supplier) {
        try {
            return CompletableFuture.supplyAsync(supplier, blocking);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e); // the gateway is closing
        }
    }

    private boolean isAtHand(WorkloadSpec spec) {
        return spec.kind() == WorkloadKind.PACKAGE
                ? spec.packageRequest().filter(fetched::contains).isPresent()
                : spec.image().map(images::isPrepared).orElse(true);
    }

    private Supply supply(WorkloadSpec wanted, PullProgress progress) {
        WorkloadSpec spec = wanted.kind() == WorkloadKind.PACKAGE ? runtimes.ready(wanted) : wanted;
        ContainerRuntime runtime = runtimes.forKind(spec.kind());
        spec.image().ifPresent(image -> images.prepare(runtime, image, progress));
        wanted.packageRequest().ifPresent(fetched::add);
        return new Supply(runtime, spec);
    }

    /** A container could not be made of an image: somebody may have removed it. */
    public void lookAgain(WorkloadSpec started) {
        started.image().ifPresent(images::lookAgain);
    }

    /** The server did not come up: somebody may have removed the package. */
    void forget(WorkloadSpec wanted) {
        wanted.packageRequest().ifPresent(fetched::remove);
        runtimes.forget(wanted);
    }

    /** Who waits hears how many are before it. */
    void tell() {
        looks.tell();
        fetches.tell();
    }
}
