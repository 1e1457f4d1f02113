package io.mcpgateway.upstream;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.Isolation;
import java.time.Instant;

/**
 * One workload as it was when somebody asked.
 *
 * @param server the server
 * @param id the runtime's id for it, such as a container id; empty while it starts, and for what no runtime runs
 * @param state what it does
 * @param isolation how long workloads of this server live
 * @param session the session that it serves; empty if it serves several, or none yet. For HTTP clients that is something
 *     that the client proves itself with, so it must not be shown as it is
 * @param since when its start began
 * @param callsInFlight requests that it has not answered
 */
public record WorkloadStatus(
        String server, String id, State state, Isolation isolation, String session, Instant since, int callsInFlight) {
    /** Checks for null. */
    public WorkloadStatus {
        requireNonNull(server, "server");
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(isolation, "isolation");
        requireNonNull(session, "session");
        requireNonNull(since, "since");
    }

    /** What a workload does. */
    public enum State {
        /** It has not shaken hands yet. */
        STARTING,
        /** It waits for the one call that it will serve. */
        STANDBY,
        /** It is kept, and nobody uses it now. */
        IDLE,
        /** Somebody has leased it. */
        BUSY,
        /** It ends as soon as those who use it are done, or their time is over. */
        ENDING
    }
}
