package io.mcpgateway.upstream;

import io.mcpgateway.settings.Limits;

/**
 * How many turns may be taken at once.
 *
 * @param all by all together
 * @param server for one server
 * @param client by one client
 * @param clientAtServer by one client for one server
 */
record TurnBounds(int all, int server, int client, int clientAtServer) {
    /** For workloads that serve one call each: one client has half at most, of all and of each server's. */
    static TurnBounds ofCalls(Limits limits) {
        int all = limits.callWorkloads();
        int server = Math.min(all, limits.callWorkloadsPerServer());
        return new TurnBounds(all, server, Shares.half(all), Shares.half(server));
    }

    /** For starts: a server that hangs while it starts leaves a quarter to the others. */
    static TurnBounds ofStarts(Limits limits) {
        int all = limits.concurrentStarts();
        int server = all - all / 4;
        return new TurnBounds(all, server, all, server);
    }
}
