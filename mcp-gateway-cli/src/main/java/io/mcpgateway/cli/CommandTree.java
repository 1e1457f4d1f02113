package io.mcpgateway.cli;

import io.mcpgateway.cli.completion.CompletionScript;
import io.mcpgateway.cli.console.Failures;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.doctor.Doctor;
import io.mcpgateway.cli.gateway.GatewayRun;
import io.mcpgateway.cli.plugin.InstallCommand;
import io.mcpgateway.cli.plugin.UninstallCommand;
import io.mcpgateway.cli.prune.Prune;
import io.mcpgateway.cli.tools.ToolsOptions;
import io.mcpgateway.model.ErrorCode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All commands, and how one is found and run. Only the branch that the arguments name becomes picocli commands with
 * options; its neighbours are stubs, because reflecting on everything would cost more than any command takes.
 */
final class CommandTree {
    /** The options above commands whose next word is their value, not a command. */
    private static final Set<String> VALUE_OPTIONS = Set.of("--home", "--format", "--gateway-arg", "--profile");

    /** The launcher's word on what it was called as. */
    private static final String NAME_PROPERTY = "io.mcpgateway.cli.name";

    private static final int WIDTH_WITHOUT_TERMINAL = 100;

    private final Session session;
    private final Node root;

    CommandTree(Session session) {
        this.session = session;
        this.root = describe(session, new ToolsOptions());
    }

    /** Everything that there is. */
    Node root() {
        return root;
    }

    /** Runs what the arguments say; never throws for what a user can do wrong. Returns the exit status. */
    int execute(String... args) {
        if (args.length > 0 && args[0].equals(Completion.WORD)) {
            try {
                return new Completion(session, root).answer(List.of(args).subList(1, args.length));
            } finally {
                session.console().out().flush();
            }
        }
        CommandLine commandLine = build(args);
        try {
            return commandLine.execute(args);
        } finally {
            session.console().out().flush();
        }
    }

    private static Node describe(Session session, ToolsOptions tools) {
        return Node.group(
                        "mcp-gateway",
                        "One endpoint in front of many MCP servers.",
                        CatalogCommands.describe(session),
                        ClientCommands.describe(session),
                        ConfigCommands.describe(session),
                        EgressCommands.describe(session),
                        FeatureCommands.describe(session),
                        Node.group(
                                "gateway",
                                "Run the gateway",
                                Node.command(
                                                "run",
                                                "Serve the enabled MCP servers to clients",
                                                () -> new GatewayRun(session))
                                        .examples(
                                                "mcp-gateway gateway run",
                                                "mcp-gateway gateway run --servers time,files",
                                                "mcp-gateway gateway run --profile dev_tools",
                                                "mcp-gateway gateway run --transport streaming --port 8811",
                                                "mcp-gateway gateway run --enable-all-servers --dry-run")),
                        OauthCommands.describe(session),
                        PolicyCommands.describe(session),
                        ProfileCommands.describe(session),
                        RegistryCommands.describe(session),
                        SecretCommands.describe(session),
                        ServerCommands.describe(session),
                        ProfileCommands.templates(session),
                        ToolsCommands.describe(session, tools),
                        ControlCommands.ps(session),
                        ControlCommands.logs(session),
                        ControlCommands.stats(session),
                        ControlCommands.stop(session),
                        ControlCommands.restart(session),
                        Node.command(
                                        "completion",
                                        "Write a script for completion in your shell",
                                        () -> new CompletionScript(session))
                                .completes(names -> words(CompletionScript.shells()))
                                .examples("source <(mcp-gateway completion bash)"),
                        Node.command(
                                        "install",
                                        "Make this the plugin behind 'docker mcp'",
                                        () -> new InstallCommand(session))
                                .examples("mcp-gateway install", "mcp-gateway install --force"),
                        Node.command(
                                        "uninstall",
                                        "Remove the plugin behind 'docker mcp'",
                                        () -> new UninstallCommand(session))
                                .examples("mcp-gateway uninstall"),
                        Node.command("doctor", "Find what is wrong, and how to mend it", () -> new Doctor(session))
                                .examples("mcp-gateway doctor", "mcp-gateway doctor --format json"),
                        Node.command(
                                        "prune",
                                        "Remove images and volumes that gateways have made and nothing uses",
                                        () -> new Prune(session))
                                .examples("mcp-gateway prune --dry-run", "mcp-gateway prune"),
                        Node.command("undo", "Take the last change of state back", () -> new UndoCommand(session))
                                .examples("mcp-gateway undo", "mcp-gateway undo --dry-run"),
                        Node.command("version", "Show the version", () -> new VersionCommand(session)),
                        Node.command("__train", "Prepare a class-data archive", () -> new TrainingRun(session))
                                .hidden())
                .options(spec -> SharedOptions.addTo(spec, session))
                .examples(
                        "mcp-gateway gateway run              serve the enabled servers over stdio",
                        "mcp-gateway catalog show             see which servers there are",
                        "mcp-gateway server enable time       enable one",
                        "mcp-gateway tools ls                 see what clients will see");
    }

    static Map<String, String> words(List<String> words) {
        Map<String, String> map = new LinkedHashMap<>();
        words.forEach(word -> map.put(word, ""));
        return map;
    }

    /** Picocli's view of what the arguments name. */
    CommandLine build(String... args) {
        CommandSpec spec = root.whole();
        spec.name(System.getProperty(NAME_PROPERTY, root.name())); // as the user called it
        expand(spec, root, args, 0);
        spec.addOption(SharedOptions.version()).version(VersionCommand.version());
        CommandLine commandLine = new CommandLine(spec);
        handle(commandLine);
        commandLine.setOut(writer(session.console().out()));
        commandLine.setErr(writer(session.console().err()));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(session.console().colours() ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpWidth(
                Math.max(60, Math.min(140, session.console().columns().orElse(WIDTH_WITHOUT_TERMINAL))));
        commandLine.setExpandAtFiles(false);
        commandLine.setAllowSubcommandsAsOptionParameters(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    /**
     * Classes, where lambdas would be shorter: picocli is compiled for Java 5, and for interfaces that old the class-data
     * archive keeps no lambdas, so that each start would have to spin them anew.
     */
    private void handle(CommandLine commandLine) {
        commandLine.setExecutionStrategy(new CommandLine.IExecutionStrategy() {
            @Override
            public int execute(CommandLine.ParseResult result) {
                return run(result);
            }
        });
        commandLine.setParameterExceptionHandler(new CommandLine.IParameterExceptionHandler() {
            @Override
            public int handleParseException(ParameterException refused, String[] args) {
                return refuse(refused);
            }
        });
        commandLine.setExecutionExceptionHandler(new CommandLine.IExecutionExceptionHandler() {
            @Override
            public int handleExecutionException(
                    Exception failure, CommandLine command, CommandLine.ParseResult result) {
                return Failures.report(failure, session);
            }
        });
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static void expand(CommandSpec spec, Node node, String[] args, int from) {
        spec.usageMessage()
                .synopsisHeading("Usage: ")
                .descriptionHeading("")
                .optionListHeading("%nFlags:%n")
                .commandListHeading("%nAvailable Commands:%n")
                .parameterListHeading("%nArguments:%n")
                .sortOptions(true)
                .abbreviateSynopsis(true);
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        int at = next(node, args, from);
        Node named = at < 0 ? null : node.child(args[at]).orElseThrow();
        for (Node child : node.children()) {
            if (child != named) {
                spec.addSubcommand(child.name(), child.stub());
                continue;
            }
            CommandSpec whole = child.whole();
            spec.addSubcommand(child.name(), whole);
            expand(whole, child, args, at + 1);
        }
    }

    /** The index of the next argument that names a child, or -1. */
    private static int next(Node node, String[] args, int from) {
        for (int i = from; i < args.length && !node.children().isEmpty(); i++) {
            if (VALUE_OPTIONS.contains(args[i])) {
                i++;
            } else if (node.child(args[i]).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private int run(CommandLine.ParseResult result) {
        CommandLine.ParseResult named = last(result);
        if (!named.unmatched().isEmpty()) { // beside --help picocli overlooks them
            return refuse(new UnmatchedArgumentException(named.commandSpec().commandLine(), named.unmatched()));
        }
        Integer helped = CommandLine.executeHelpRequest(result);
        if (helped != null) {
            return 0;
        }
        CommandLine command = named.commandSpec().commandLine();
        if (command.getCommand() instanceof java.util.concurrent.Callable<?>) {
            return new CommandLine.RunLast().execute(result);
        }
        // A group by itself shows what there is.
        command.usage(command.getOut());
        return 0;
    }

    private static CommandLine.ParseResult last(CommandLine.ParseResult result) {
        return result.hasSubcommand() ? last(result.subcommand()) : result;
    }

    private int refuse(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        PrintStream err = session.console().err();
        err.println(message(refused, command));
        err.println();
        err.print(command.getHelp().synopsisHeading());
        err.println(command.getHelp().synopsis(0).strip());
        err.println();
        err.println("Run '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
        return ErrorCode.CONFIGURATION.exitStatus();
    }

    private String message(ParameterException refused, CommandLine command) {
        if (!(refused instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(refused.getMessage());
        }
        String word = unmatched.getUnmatched().get(0);
        String name = command.getCommandSpec().qualifiedName();
        if (word.startsWith("-") && word.length() > 1) {
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown flag: " + flag
                    + Suggestions.didYouMean(
                            flag, command.getCommandSpec().optionsMap().keySet());
        }
        if (!command.getCommandSpec().positionalParameters().isEmpty()) {
            return "unexpected argument \"" + word + "\" for \"" + name + "\"";
        }
        return "unknown command \"" + word + "\" for \"" + name + "\""
                + Suggestions.didYouMean(word, node(command.getCommandSpec()).visibleWords());
    }

    private Node node(CommandSpec spec) {
        CommandSpec parent =
                spec.parent() == null ? null : spec.parent().commandLine().getCommandSpec();
        return parent == null ? root : node(parent).child(spec.name()).orElseThrow();
    }
}
