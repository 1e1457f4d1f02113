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
     * Ends the workloads of a server, and lets none be started until {@link #restart}: requests to it fail with an error that
     * says so. Requests in flight may finish within {@link io.mcpgateway.settings.Limits#drain()}. What the server offers
     * stays listed. Returns at once.
     *
     * @return how many workloads are ended
     * @throws GatewayException if no such server is enabled
     */
    int stop(String server);

    /**
     * Ends the workloads of a server as {@link #stop} does, lets new ones be started at once, whatever was wrong with it
     * before, and lists it anew, which starts it. Returns at once.
     *
     * @return how many workloads are ended
     * @throws GatewayException if no such server is enabled
     */
    int restart(String server);
}
