package io.mcpgateway.cli.tools;

import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tools count}. */
@Command
public final class ToolsCount implements Callable<Integer> {
    private final Session session;
    private final ToolsOptions options;

    /** The command of a run. */
    public ToolsCount(Session session, ToolsOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ToolsGateway gateway = ToolsGateway.start(session, options)) {
            int count = gateway.tools().size();
            options.format()
                    .show(
                            session.console(),
                            () -> Json.mapper().createObjectNode().put("count", count),
                            () -> session.console().out().println(count + " tools"));
            return 0;
        }
    }
}
