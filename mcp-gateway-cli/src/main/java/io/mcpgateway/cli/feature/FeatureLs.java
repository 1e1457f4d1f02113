package io.mcpgateway.cli.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code feature ls}. */
@Command
public final class FeatureLs implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public FeatureLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Map<String, String> environment = session.console().environment();
        format.show(() -> document(environment), () -> table(environment));
        return 0;
    }

    private static ObjectNode document(Map<String, String> environment) {
        ObjectNode all = Json.mapper().createObjectNode();
        for (Feature feature : Feature.values()) {
            all.put(feature.text(), feature.isOn(environment) ? "enabled" : "disabled");
        }
        return all;
    }

    private void table(Map<String, String> environment) {
        Table table = new Table("FEATURE", "STATE", "DESCRIPTION");
        for (Feature feature : Feature.values()) {
            table.row(feature.text(), feature.isOn(environment) ? "enabled" : "disabled", feature.summary());
        }
        DockerSettings.read(environment).path("features").properties().stream()
                .filter(each -> !Feature.names().contains(each.getKey()))
                .forEach(each -> table.row(each.getKey(), each.getValue().asText(), "(not one of the gateway's)"));
        table.print(session.console());
    }
}
