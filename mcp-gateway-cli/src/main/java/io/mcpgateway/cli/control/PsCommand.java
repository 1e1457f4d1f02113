package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Session;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ps}. */
@Command
public final class PsCommand extends GatewayListing {
    private static final int SHOWN_ID = 12;

    /** The command of a run. */
    public PsCommand(Session session) {
        super(session);
    }

    @Override
    ControlRequest.Ask question() {
        return ControlRequest.Ask.WORKLOADS;
    }

    @Override
    String items() {
        return "workloads";
    }

    @Override
    String nothing() {
        return "Nothing runs: servers are started when they are needed";
    }

    @Override
    List<Column> columns() {
        return List.of(
                text("SERVER", "server"),
                new Column("NO", item -> Amounts.count(item.path("number"))),
                new Column("ID", PsCommand::id),
                text("KIND", "kind"),
                text("STATE", "state"),
                new Column("UPTIME", item -> Amounts.span(item.path("uptimeSeconds"))),
                text("ISOLATION", "isolation"),
                new Column("CALLS", item -> Amounts.count(item.path("calls"))),
                new Column("MEMORY", item -> Amounts.memory(item.path("memoryBytes"))),
                new Column("CPU", item -> Amounts.processor(item.path("cpuSeconds"))));
    }

    private static Column text(String heading, String member) {
        return new Column(heading, item -> item.path(member).asText(Amounts.UNKNOWN));
    }

    private static String id(JsonNode item) {
        String id = item.path("id").asText();
        return id.isEmpty() ? Amounts.UNKNOWN : id.substring(0, Math.min(SHOWN_ID, id.length()));
    }
}
