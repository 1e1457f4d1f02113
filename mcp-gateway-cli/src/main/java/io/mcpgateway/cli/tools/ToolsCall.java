package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.Durations;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tools call}. */
@Command
public final class ToolsCall implements Callable<Integer> {
    private final Session session;
    private final ToolsOptions options;

    @Parameters(
            arity = "0..*",
            paramLabel = "TOOL [KEY=VALUE | KEY]...",
            hideParamSyntax = true,
            description = "The tool and its arguments: KEY=VALUE is text, KEY alone is null, a repeated KEY is a list")
    private List<String> words = List.of();

    /** The command of a run. */
    public ToolsCall(Session session, ToolsOptions options) {
        this.session = session;
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (words.isEmpty()) {
            throw new ConfigException("no tool name provided");
        }
        try (ToolsGateway gateway = ToolsGateway.start(session, options)) {
            ObjectNode params = Json.mapper().createObjectNode();
            params.put("name", words.get(0)).set("arguments", CallArguments.parse(words.subList(1, words.size())));
            long began = System.nanoTime();
            JsonNode result = called(gateway, params);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return show(result, took);
        }
    }

    private JsonNode called(ToolsGateway gateway, JsonNode params) {
        try {
            return gateway.request("tools/call", params);
        } catch (GatewayException e) {
            List<String> names = gateway.names();
            if (e.code() != ErrorCode.NOT_FOUND || names.contains(words.get(0))) {
                throw e;
            }
            throw new GatewayException(e.code(), e.getMessage() + Suggestions.didYouMean(words.get(0), names), e);
        }
    }

    private int show(JsonNode result, Duration took) {
        boolean failed = result.path("isError").asBoolean(false);
        options.format().show(session.console(), () -> result, () -> tell(result, failed, took));
        return failed ? ErrorCode.INTERNAL.exitStatus() : 0;
    }

    private void tell(JsonNode result, boolean failed, Duration took) {
        PrintStream out = session.console().out();
        out.println("Tool call took: " + Durations.text(took));
        String text = CallResult.text(result);
        if (failed) {
            out.flush();
            session.console().err().println(Table.lines("error calling tool " + words.get(0) + ": " + text));
        } else {
            out.println(session.console().shown(text));
        }
    }
}
