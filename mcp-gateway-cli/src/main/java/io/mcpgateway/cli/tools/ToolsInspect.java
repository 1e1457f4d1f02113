package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tools inspect}. */
@Command
public final class ToolsInspect implements Callable<Integer> {
    private final Session session;
    private final ToolsOptions options;

    @Parameters(paramLabel = "TOOL", description = "The name of the tool, as clients see it")
    private String name = "";

    /** The command of a run. */
    public ToolsInspect(Session session, ToolsOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ToolsGateway gateway = ToolsGateway.start(session, options)) {
            JsonNode tool = gateway.tool(name)
                    .orElseThrow(() -> new GatewayException(
                            ErrorCode.NOT_FOUND,
                            "tool " + name + " not found" + Suggestions.didYouMean(name, gateway.names())));
            options.format().show(session.console(), () -> tool, () -> describe(tool));
            return 0;
        }
    }

    private void describe(JsonNode tool) {
        Console console = session.console();
        PrintStream out = console.out();
        out.println("Name: " + Table.plain(tool.path("name").asText()));
        out.println("Description: "
                + console.shown(tool.path("description").asText("").strip()));
        out.println("Input schema: " + console.shown(Json.indented(tool.path("inputSchema"))));
        if (tool.has("outputSchema")) {
            out.println("Output schema: " + console.shown(Json.indented(tool.get("outputSchema"))));
        }
    }
}
