package io.mcpgateway.cli.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code feature ls}. */
@Command
public final class FeatureLs implements Callable<Integer> {
    private final Session session;

    @Option(names = "--format", paramLabel = "list|json", description = "How to show them (list)")
    private Format format = Format.LIST;

    /** The command of a run. */
    public FeatureLs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Console console = session.console();
        Map<String, String> environment = console.environment();
        if (format == Format.JSON) {
            ObjectNode all = Json.mapper().createObjectNode();
            for (Feature feature : Feature.values()) {
                all.put(feature.text(), feature.isOn(environment) ? "enabled" : "disabled");
            }
            console.out().println(Json.indented(all));
            return 0;
        }
        Table table = new Table("FEATURE", "STATE", "DESCRIPTION");
        for (Feature feature : Feature.values()) {
            table.row(feature.text(), feature.isOn(environment) ? "enabled" : "disabled", feature.summary());
        }
        DockerSettings.read(environment).path("features").properties().stream()
                .filter(each -> !Feature.names().contains(each.getKey()))
                .forEach(each -> table.row(each.getKey(), each.getValue().asText(), "(not one of the gateway's)"));
        table.print(console);
        return 0;
    }
}
