package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code stop} and {@code restart} have in common. */
abstract class EndingCommand extends ControlCommand {
    private final ControlRequest.Ask ask;
    private final String done;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Servers that are enabled in the gateway")
    private List<String> servers = List.of();

    @Mixin
    private final FormatOptions format;

    /**
     * A command.
     *
     * @param done what has been done to a server
     */
    EndingCommand(Session session, ControlRequest.Ask ask, String done) {
        super(session);
        this.ask = ask;
        this.done = done;
        this.format = new FormatOptions(session);
    }

    @Override
    final int run(RunningGateways running, String id) {
        Map<String, RunningGateways.Running> targets = new LinkedHashMap<>(); // all are known before anything is done
        servers.forEach(server -> targets.put(server, running.of(server, id)));
        ArrayNode all = Json.mapper().createArrayNode();
        targets.forEach((server, target) ->
                all.addAll(ask(target, ControlRequest.of(ask, server)).items()));
        format.show(() -> all, () -> all.forEach(this::tell));
        return 0;
    }

    private void tell(JsonNode item) {
        int ended = item.path("ended").asInt();
        session()
                .console()
                .out()
                .println(Table.plain("Server '" + item.path("server").asText() + "' is " + done + "; "
                        + (ended == 0
                                ? "nothing ran"
                                : ended == 1 ? "1 workload is ended" : ended + " workloads are ended")));
    }
}
