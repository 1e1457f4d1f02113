package io.mcpgateway.workload;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Isolation;
import io.mcpgateway.spi.ContainerRuntime.Usage;
import java.time.Instant;
import java.util.Optional;

/**
 * How one workload stands: a container, a process, a connection to a remote server, or a server in this JVM.
 *
 * @param server the server that it runs for
 * @param number its number within the gateway, from 1 on, never given twice
 * @param id what its runtime calls it, such as a container id; empty while it starts, and where there is no runtime
 * @param kind what it is
 * @param state where it is in its life
 * @param isolation who shares it
 * @param started when its start began
 * @param calls how many requests of clients it has been sent
 * @param inFlight how many of them it has not answered
 * @param usage what it takes of the machine, where that is known
 */
public record WorkloadStatus(
        String server,
        long number,
        String id,
        Kind kind,
        State state,
        Isolation isolation,
        Instant started,
        long calls,
        int inFlight,
        Optional<Usage> usage) {
    /** Checks for null. */
    public WorkloadStatus {
        requireNonNull(server, "server");
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(state, "state");
        requireNonNull(isolation, "isolation");
        requireNonNull(started, "started");
        requireNonNull(usage, "usage");
    }

    /** The same with what it takes of the machine. */
    public WorkloadStatus with(Optional<Usage> measured) {
        return new WorkloadStatus(server, number, id, kind, state, isolation, started, calls, inFlight, measured);
    }

    /** What a workload is. */
    public enum Kind {
        /** A container. */
        CONTAINER,
        /** A process of this machine. */
        PROCESS,
        /** A connection to a server that somebody else runs. */
        REMOTE,
        /** A server in the gateway's own JVM. */
        JVM
    }

    /** Where a workload is in its life. */
    public enum State {
        /** It has not shaken hands yet. */
        STARTING,
        /** It is ready, and has never been used. */
        STANDBY,
        /** It has been used, and waits for the next request. */
        IDLE,
        /** A client waits for its answer. */
        BUSY,
        /** It is being ended. */
        ENDING
    }
}
