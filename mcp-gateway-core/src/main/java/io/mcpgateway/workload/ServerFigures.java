package io.mcpgateway.workload;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What has become of one server since the gateway started.
 *
 * @param server the server
 * @param stopped whether an operator has stopped it
 * @param calls requests of clients that have ended: calls of tools, prompts, resources read, completions
 * @param errors those of them that ended with a protocol error; a tool that reports failure has answered
 * @param p50 how long half of them took at most, as their clients waited; zero without calls
 * @param p99 how long all but a hundredth of them took at most
 * @param starts workloads that were started
 * @param crashes workloads that ended by themselves
 * @param workloads workloads that are there now
 * @param standbys those of them that are ready and unused
 * @param waiting requests that wait for a workload
 */
public record ServerFigures(
        String server,
        boolean stopped,
        long calls,
        long errors,
        Duration p50,
        Duration p99,
        long starts,
        long crashes,
        int workloads,
        int standbys,
        int waiting) {
    /** Checks for null. */
    public ServerFigures {
        requireNonNull(server, "server");
        requireNonNull(p50, "p50");
        requireNonNull(p99, "p99");
    }
}
