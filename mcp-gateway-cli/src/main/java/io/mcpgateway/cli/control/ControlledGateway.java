package io.mcpgateway.cli.control;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.McpGateway;
import io.mcpgateway.ServerStatus;
import io.mcpgateway.workload.Workloads;
import java.time.Duration;
import java.util.List;

/**
 * The gateway that a {@link ControlServer} answers for. Thread-safe.
 *
 * @param gateway the gateway; not owned
 * @param transport how clients reach it, for people
 * @param began when it started, as {@link System#nanoTime()} tells
 */
public record ControlledGateway(McpGateway gateway, String transport, long began) {
    /** Checks for null. */
    public ControlledGateway {
        requireNonNull(gateway, "gateway");
        requireNonNull(transport, "transport");
    }

    Workloads workloads() {
        return gateway.workloads();
    }

    GatewayCard card(String id) {
        List<String> servers = gateway.status().stream().map(ServerStatus::name).toList();
        String version = ControlledGateway.class.getPackage().getImplementationVersion();
        return new GatewayCard(
                id,
                ProcessHandle.current().pid(),
                version == null ? "development" : version,
                transport,
                Duration.ofNanos(System.nanoTime() - began),
                servers);
    }
}
