package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Session;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code stats}. */
@Command
public final class StatsCommand extends GatewayListing {
    /** The command of a run. */
    public StatsCommand(Session session) {
        super(session);
    }

    @Override
    ControlRequest.Ask question() {
        return ControlRequest.Ask.FIGURES;
    }

    @Override
    String items() {
        return "servers";
    }

    @Override
    String nothing() {
        return "No server is enabled";
    }

    @Override
    List<Column> columns() {
        return List.of(
                new Column(
                        "SERVER",
                        item -> item.path("server").asText()
                                + (item.path("stopped").asBoolean() ? " (stopped)" : "")),
                number("CALLS", "calls", Amounts::count),
                number("ERRORS", "errors", Amounts::count),
                number("P50", "p50Millis", Amounts::latency),
                number("P99", "p99Millis", Amounts::latency),
                number("STARTS", "starts", Amounts::count),
                number("CRASHES", "crashes", Amounts::count),
                number("RUNNING", "workloads", Amounts::count),
                number("STANDBY", "standbys", Amounts::count),
                number("QUEUE", "waiting", Amounts::count),
                number("MEMORY", "memoryBytes", Amounts::memory),
                number("CPU", "cpuSeconds", Amounts::processor));
    }

    private static Column number(String heading, String member, Function<JsonNode, String> shown) {
        return new Column(heading, item -> shown.apply(item.path(member)));
    }
}
