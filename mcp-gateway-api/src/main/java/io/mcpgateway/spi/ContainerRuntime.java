package io.mcpgateway.spi;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Runs workloads: containers, processes, whatever a back end can isolate. Implementations are thread-safe; calls may
 * block. Closing the runtime ends all workloads that it started.
 */
public interface ContainerRuntime extends AutoCloseable {
    /** What this runtime can run. */
    Set<WorkloadKind> kinds();

    /**
     * Looks for an image without pulling it.
     *
     * @param reference the image reference
     * @return what is known of it; empty if it is not present, or the runtime cannot tell
     * @throws GatewayException if the engine cannot be reached
     */
    default Optional<ImageFacts> find(String reference) {
        return Optional.empty();
    }

    /**
     * Makes an image present, pulling it if it is missing.
     *
     * @param reference the image reference
     * @param progress is told how a pull proceeds
     * @throws GatewayException if the image is missing and cannot be pulled, or the engine cannot be reached
     */
    ImageFacts prepare(String reference, PullProgress progress);

    /**
     * Starts a workload with its three standard streams attached. The listener hears of output that comes before this
     * returns, too.
     *
     * @throws GatewayException if it cannot be started, or the runtime cannot enforce what the description asks for
     */
    Workload start(WorkloadSpec spec, WorkloadListener listener);

    /** Removes what gateways that are known to be dead have left behind. */
    SweepReport sweep();

    @Override
    void close();

    /** One running workload. Thread-safe. */
    interface Workload extends AutoCloseable {
        /** The runtime's id for it: a container id, a process id. */
        String id();

        /** Its standard input. Writes may block when the workload does not read; used by one thread at a time. */
        OutputStream stdin();

        /** Completes when it has ended; never exceptionally. */
        CompletionStage<WorkloadExit> exit();

        /**
         * Ends it as a tree: closes standard input, waits, terminates, waits, kills. Returns when it is gone or after
         * three times the grace period.
         *
         * @param grace how long to wait between two steps
         */
        void stop(Duration grace);

        /** Ends it at once and releases everything. Idempotent. */
        @Override
        void close();
    }

    /** A workload that can tell what it takes of the machine. */
    interface Measured extends Workload {
        /**
         * What it uses now; empty if it has ended or that cannot be told. Blocks for as long as the runtime takes to answer,
         * and never throws for a workload that has ended meanwhile.
         */
        Optional<Usage> usage();
    }

    /**
     * What a workload takes of the machine.
     *
     * @param memoryBytes the memory that it holds, without what the kernel gives to others when they need it
     * @param memoryLimitBytes the most that it may hold; empty if nothing limits it
     * @param processorTime the processor time that it has used since its start
     */
    record Usage(long memoryBytes, OptionalLong memoryLimitBytes, Duration processorTime) {
        /** Checks for null and for amounts below zero. */
        public Usage {
            requireNonNull(memoryLimitBytes, "memoryLimitBytes");
            requireNonNull(processorTime, "processorTime");
            if (memoryBytes < 0 || memoryLimitBytes.orElse(0) < 0 || processorTime.isNegative()) {
                throw new IllegalArgumentException("Less than nothing is used");
            }
        }
    }

    /**
     * Hears what a workload puts out. Called by one thread at a time per stream; a call that does not return holds back
     * that stream, so that a slow reader slows the writer.
     */
    interface WorkloadListener {
        /** Bytes of standard output; the array is valid during the call only. */
        void stdout(byte[] buffer, int offset, int length);

        /** Bytes of standard error; the array is valid during the call only. */
        void stderr(byte[] buffer, int offset, int length);

        /**
         * Standard output has ended, as far as the runtime can tell before the workload itself ends. A workload that lives
         * on can answer nothing any more.
         */
        default void stdoutEnded() {}

        /** The workload has ended; nothing comes after this. Called once. */
        void exited(WorkloadExit exit);
    }

    /** Is told how a pull proceeds. */
    @FunctionalInterface
    interface PullProgress {
        /**
         * One step.
         *
         * @param status a short text from the engine
         * @param current bytes so far, over all layers known
         * @param total bytes in all, or 0 if not known
         */
        void progress(String status, long current, long total);

        /** Ignores progress. */
        PullProgress NONE = (status, current, total) -> {};
    }

    /**
     * What a sweep did.
     *
     * @param removed workloads removed because their owner is known to be dead
     * @param left workloads of other owners that were left alone
     */
    record SweepReport(int removed, int left) {}

    /** A runtime that also tells of itself, without starting or fetching anything. */
    interface Inspectable extends ContainerRuntime {
        /**
         * What runs the workloads.
         *
         * @throws GatewayException if it cannot be reached
         */
        RuntimeFacts facts();

        /** An image, if it is present; it is not pulled. */
        Optional<ImageFacts> present(String reference);

        /** What other gateways, living and dead, have started and is still there. */
        List<Leftover> leftovers();
    }

    /**
     * What runs the workloads.
     *
     * @param product what it is, with its version
     * @param endpoint where it is reached, and which setting said so
     */
    record RuntimeFacts(String product, String endpoint) {}

    /**
     * A workload of another gateway.
     *
     * @param name what the runtime calls it
     * @param ownerIsDead whether that gateway is known to be dead, so that the next sweep removes this
     */
    record Leftover(String name, boolean ownerIsDead) {}
}
