package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.model.ConfigException;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}. */
@Command
public final class LogsCommand extends ControlCommand {
    private static final String ALL = "all";

    @Parameters(paramLabel = "NAME", description = "A server that is enabled in the gateway")
    private String server = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until the gateway ends")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last lines of those that are kept (all)")
    private String tail = ALL;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Show when each line was written")
    private boolean timestamps;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public LogsCommand(Session session) {
        super(session);
        this.format = new FormatOptions(session);
    }

    @Override
    int run(RunningGateways running, String id) {
        RunningGateways.Running target = running.of(server, id);
        ControlRequest request = new ControlRequest(ControlRequest.Ask.LOG, server, lines(), follow);
        if (follow) {
            follow(target, request);
        } else {
            ArrayNode all = Json.mapper().createArrayNode();
            ask(target, request, item -> {
                all.add(item);
                return true;
            });
            format.show(
                    () -> all,
                    () -> all.forEach(line -> session().console().out().println(text(line))));
        }
        return 0;
    }

    private int lines() {
        if (tail.equals(ALL)) {
            return ControlRequest.MOST_LINES;
        }
        if (!tail.matches("\\d{1,6}")) {
            throw new ConfigException("Invalid value '" + tail + "' for --tail: write a number of lines, or " + ALL);
        }
        return Math.min(ControlRequest.MOST_LINES, Integer.parseInt(tail));
    }

    /** Each line is written when it comes: as text, as a JSON object of its own, or as an item of a YAML list. */
    private void follow(RunningGateways.Running target, ControlRequest request) {
        PrintStream out = session().console().out();
        try {
            target.client().ask(request, item -> {
                switch (format.format()) {
                    case LIST -> out.println(text(item));
                    case JSON -> out.println(item.toString());
                    case YAML -> out.print(Yaml.item(item, 0));
                }
                return !out.checkError(); // which flushes, too
            });
        } catch (EOFException e) {
            session().console().err().println("The gateway has ended");
        } catch (IOException e) {
            throw gone(target, e);
        }
    }

    private String text(JsonNode item) {
        Console console = session().console();
        if (item.has("missed")) {
            return "(" + item.path("missed").asText() + " lines are left out here: they came too fast)";
        }
        String time = timestamps ? item.path("time").asText() + " " : "";
        return Table.plain(time + "[" + item.path("workload").asText() + "]") + " "
                + console.shown(item.path("line").asText().replace('\n', ' '));
    }
}
