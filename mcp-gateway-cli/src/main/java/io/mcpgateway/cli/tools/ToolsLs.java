package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tools ls}. */
@Command
public final class ToolsLs implements Callable<Integer> {
    private final Session session;
    private final ToolsOptions options;

    /** The command of a run. */
    public ToolsLs(Session session, ToolsOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ToolsGateway gateway = ToolsGateway.start(session, options)) {
            List<JsonNode> tools = gateway.tools();
            PrintStream out = session.console().out();
            options.format()
                    .show(
                            session.console(),
                            () -> Json.mapper().createArrayNode().addAll(tools),
                            () -> {
                                out.println(tools.size() + " tools:");
                                tools.forEach(tool -> out.println(line(tool)));
                            });
            return 0;
        }
    }

    private String line(JsonNode tool) {
        String line = " - " + Table.plain(tool.path("name").asText());
        String summary = ToolSummary.of(tool);
        String whole = summary.isEmpty() ? line : line + " - " + summary;
        int columns = session.console().columns().orElse(Integer.MAX_VALUE);
        return whole.length() <= columns ? whole : whole.substring(0, columns - 1) + "…";
    }
}
