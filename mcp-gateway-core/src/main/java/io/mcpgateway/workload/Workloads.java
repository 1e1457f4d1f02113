package io.mcpgateway.workload;

import io.mcpgateway.model.GatewayException;
import java.util.List;

/** What runs for the servers of a gateway, for operators. Thread-safe. Of servers it knows those that are enabled. */
public interface Workloads {
    /**
     * The workloads that are there, the oldest first.
     *
     * @param measured whether each is measured as well, which blocks for as long as runtimes take to answer, some seconds
     *     at most
     */
    List<WorkloadStatus> list(boolean measured);

    /** The figures of each enabled server, in order. */
    List<ServerFigures> figures();

    /**
     * Follows what a server's workloads write to standard error.
     *
     * @param tail how many of the lines that are kept come first
     * @return a feed that the caller closes
     * @throws GatewayException if no such server is enabled
     */
    LogFeed log(String server, int tail);

    /**
     * The lines that are kept of what a server's workloads have written to standard error, those that have ended included.
     *
     * @param tail how many of them at most, the last ones
     * @throws GatewayException if no such server is enabled
     */
    List<LogLine> lines(String server, int tail);

    /**
     * Ends the workloads of a server, and lets none be started until {@link #restart}: requests to it, those in flight
     * included, fail with an error that says so. What it offers stays listed. Returns before they are gone.
     *
     * @return how many are ended
     * @throws GatewayException if no such server is enabled
     */
    int stop(String server);

    /**
     * Ends the workloads of a server, forgets that it was stopped or has failed to start, and lists it anew, which starts
     * it. Requests in flight fail with an error that says so. Returns before that is done.
     *
     * @return how many are ended
     * @throws GatewayException if no such server is enabled
     */
    int restart(String server);
}
