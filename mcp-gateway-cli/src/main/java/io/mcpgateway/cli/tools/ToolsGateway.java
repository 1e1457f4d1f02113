package io.mcpgateway.cli.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.McpGateway;
import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.assembly.RunDefaults;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.EventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** A gateway in this process, for one command; its tools are seen and called as a client's would be. */
final class ToolsGateway implements AutoCloseable {
    private static final Duration LISTING = Duration.ofMinutes(10);
    private static final int MOST_PAGES = 10_000;

    private final McpGateway gateway;
    private final Thread closer;

    private ToolsGateway(McpGateway gateway) {
        this.gateway = gateway;
        this.closer = new Thread(gateway::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(closer);
    }

    /** Starts a gateway as the options describe it, and waits until its servers are listed or have failed. */
    static ToolsGateway start(Session session, ToolsOptions options) throws InterruptedException {
        ConsoleEvents events = new ConsoleEvents(session, EventSink.Level.WARN);
        GatewayFlags flags = flags(options.gatewayArguments(), session);
        if (!options.profile().isEmpty()) {
            flags.profile(options.profile());
        }
        GatewayAssembly assembly = new GatewayAssembly(session, flags, events);
        ToolsGateway gateway = new ToolsGateway(assembly.gateway());
        try {
            gateway.gateway.start();
            gateway.gateway.awaitListings(LISTING);
            return gateway;
        } catch (GatewayException | InterruptedException e) {
            gateway.close();
            throw e;
        }
    }

    /** All tools, of all pages, in the gateway's order. */
    List<JsonNode> tools() {
        List<JsonNode> tools = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        ObjectNode params = Json.mapper().createObjectNode();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode result = request("tools/list", params);
            result.path("tools").forEach(tools::add);
            String cursor = result.path("nextCursor").asText("");
            if (cursor.isEmpty() || !cursors.add(cursor)) {
                break;
            }
            params.put("cursor", cursor);
        }
        return tools;
    }

    /** The exposed names of all tools. */
    List<String> names() {
        return tools().stream().map(tool -> tool.path("name").asText()).toList();
    }

    /** One tool by its exposed name. */
    Optional<JsonNode> tool(String name) {
        return tools().stream()
                .filter(tool -> tool.path("name").asText().equals(name))
                .findFirst();
    }

    /**
     * Sends a request and waits for its result.
     *
     * @throws GatewayException if the answer is an error; the message is the error's
     */
    JsonNode request(String method, JsonNode params) {
        Outcome outcome = gateway.request(method, JsonText.of(params.toString()))
                .toCompletableFuture()
                .join();
        if (outcome instanceof Outcome.Failure failure) {
            throw new GatewayException(code(failure.code()), failure.message());
        }
        return Json.parse(((Outcome.Result) outcome).result());
    }

    @Override
    public void close() {
        gateway.close();
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException ignored) {
            // A signal has begun the shutdown, and the hook closes the gateway.
        }
    }

    private static ErrorCode code(int jsonRpcCode) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.jsonRpcCode() == jsonRpcCode && code != ErrorCode.CONFIGURATION) {
                return code;
            }
        }
        return ErrorCode.INTERNAL;
    }

    private static GatewayFlags flags(List<String> arguments, Session session) {
        GatewayArguments target = new GatewayArguments();
        try {
            new CommandLine(target)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setExpandAtFiles(false)
                    .parseArgs(arguments.stream()
                            .filter(argument -> !argument.isBlank())
                            .toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ConfigException("Invalid --gateway-arg: " + e.getMessage(), e);
        }
        if (target.verbose) {
            session.verbose(true);
        }
        target.flags.forOneCommand();
        target.flags.defaults(RunDefaults.of(session.console().environment()));
        return target.flags;
    }

    /** What {@code --gateway-arg} may hold. */
    @Command
    private static final class GatewayArguments {
        @Mixin
        private GatewayFlags flags = new GatewayFlags();

        @CommandLine.Option(names = "--verbose", arity = "0..1", fallbackValue = "true")
        private boolean verbose;
    }
}
