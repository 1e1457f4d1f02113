package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** What the two commands have in common that show a table for each gateway. */
abstract class GatewayListing extends ControlCommand {
    @Mixin
    private final FormatOptions format;

    GatewayListing(Session session) {
        super(session);
        this.format = new FormatOptions(session);
    }

    /**
     * A column.
     *
     * @param heading its heading
     * @param cell what stands there for an item
     */
    record Column(String heading, Function<JsonNode, String> cell) {}

    /** What is asked. */
    abstract ControlRequest.Ask question();

    /** What the items are called in documents. */
    abstract String items();

    abstract List<Column> columns();

    /** What is said where there is no item. */
    abstract String nothing();

    @Override
    final int run(RunningGateways running, String id) {
        List<Answer> answers = new ArrayList<>();
        for (RunningGateways.Running each : running.pick(id)) {
            answers.add(ask(each, ControlRequest.of(question())));
        }
        format.show(() -> document(answers), () -> answers.forEach(this::table));
        return 0;
    }

    private ArrayNode document(List<Answer> answers) {
        ArrayNode gateways = Json.mapper().createArrayNode();
        for (Answer answer : answers) {
            ObjectNode gateway = answer.card().toJson();
            gateway.remove("servers");
            gateways.add(gateway);
            gateway.putArray(items()).addAll(answer.items());
        }
        return gateways;
    }

    private void table(Answer answer) {
        Console console = session().console();
        GatewayCard card = answer.card();
        console.out()
                .println(console.bold(
                        Table.plain("Gateway " + card.id() + " (process " + card.pid() + ", " + card.transport()
                                + ", up " + Amounts.span(card.uptime().toSeconds()) + ")")));
        if (answer.items().isEmpty()) {
            console.out().println(nothing());
            console.out().println();
            return;
        }
        Table table = new Table(columns().stream().map(Column::heading).toArray(String[]::new));
        for (JsonNode item : answer.items()) {
            table.row(
                    columns().stream().map(column -> column.cell().apply(item)).toArray(String[]::new));
        }
        table.print(console);
        console.out().println();
    }
}
