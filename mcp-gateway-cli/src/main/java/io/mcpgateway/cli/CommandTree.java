package io.mcpgateway.cli;

import io.mcpgateway.cli.client.ClientConnect;
import io.mcpgateway.cli.client.ClientDisconnect;
import io.mcpgateway.cli.client.ClientLs;
import io.mcpgateway.cli.client.ClientManualInstructions;
import io.mcpgateway.cli.client.ClientNames;
import io.mcpgateway.cli.completion.CompletionScript;
import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.config.ConfigDump;
import io.mcpgateway.cli.config.ConfigRead;
import io.mcpgateway.cli.config.ConfigRestore;
import io.mcpgateway.cli.config.ConfigWrite;
import io.mcpgateway.cli.console.Failures;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.doctor.Doctor;
import io.mcpgateway.cli.feature.FeatureLs;
import io.mcpgateway.cli.feature.FeatureSwitch;
import io.mcpgateway.cli.gateway.GatewayRun;
import io.mcpgateway.cli.oauth.OauthAuthorize;
import io.mcpgateway.cli.oauth.OauthLs;
import io.mcpgateway.cli.oauth.OauthRevoke;
import io.mcpgateway.cli.oauth.SignInServers;
import io.mcpgateway.cli.plugin.InstallCommand;
import io.mcpgateway.cli.plugin.UninstallCommand;
import io.mcpgateway.cli.policy.PolicyDump;
import io.mcpgateway.cli.policy.PolicySet;
import io.mcpgateway.cli.scaffold.ServerInit;
import io.mcpgateway.cli.secret.SecretExport;
import io.mcpgateway.cli.secret.SecretLs;
import io.mcpgateway.cli.secret.SecretRm;
import io.mcpgateway.cli.secret.SecretSet;
import io.mcpgateway.cli.server.ServerDisable;
import io.mcpgateway.cli.server.ServerEnable;
import io.mcpgateway.cli.server.ServerInspect;
import io.mcpgateway.cli.server.ServerLs;
import io.mcpgateway.cli.server.ServerReset;
import io.mcpgateway.cli.tools.ToolsCall;
import io.mcpgateway.cli.tools.ToolsCount;
import io.mcpgateway.cli.tools.ToolsInspect;
import io.mcpgateway.cli.tools.ToolsLs;
import io.mcpgateway.cli.tools.ToolsOptions;
import io.mcpgateway.cli.tools.ToolsSwitch;
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
                        Node.group(
                                "client",
                                "Connect AI clients to the gateway",
                                Node.command(
                                                "ls",
                                                "List the clients and their MCP servers",
                                                () -> new ClientLs(session))
                                        .alias("list")
                                        .examples("mcp-gateway client ls", "mcp-gateway client ls --global --json"),
                                Node.command(
                                                "connect",
                                                "Put the gateway into a client's settings",
                                                () -> new ClientConnect(session))
                                        .completes(names -> ClientNames.all())
                                        .examples(
                                                "mcp-gateway client connect cursor --global",
                                                "mcp-gateway client connect cursor --global --profile dev_tools",
                                                "mcp-gateway client connect vscode --dry-run"),
                                Node.command(
                                                "disconnect",
                                                "Take the gateway out of a client's settings",
                                                () -> new ClientDisconnect(session))
                                        .completes(names -> ClientNames.all())
                                        .examples("mcp-gateway client disconnect cursor --global"),
                                Node.command(
                                                "manual-instructions",
                                                "Show the command for clients that are set up by hand",
                                                () -> new ClientManualInstructions(session))
                                        .hidden()
                                        .examples("mcp-gateway client manual-instructions --json")),
                        Node.group(
                                "config",
                                "Configure the servers",
                                Node.command("read", "Show config.yaml", () -> new ConfigRead(session))
                                        .examples("mcp-gateway config read"),
                                Node.command("write", "Replace config.yaml", () -> ConfigWrite.write(session))
                                        .examples(
                                                "mcp-gateway config write 'files: {roots: [/data]}'",
                                                "mcp-gateway config write - < config.yaml"),
                                Node.command("reset", "Empty config.yaml", () -> ConfigWrite.reset(session))
                                        .examples("mcp-gateway config reset"),
                                Node.command(
                                                "dump",
                                                "Write all of your files as one JSON text",
                                                () -> new ConfigDump(session))
                                        .hidden()
                                        .examples("mcp-gateway config dump > backup.json"),
                                Node.command(
                                                "restore",
                                                "Bring back what 'config dump' wrote",
                                                () -> new ConfigRestore(session))
                                        .hidden()
                                        .examples("mcp-gateway config restore backup.json")),
                        Node.group(
                                "feature",
                                "Switch features on and off",
                                Node.command("ls", "List the features", () -> new FeatureLs(session))
                                        .alias("list")
                                        .examples("mcp-gateway feature ls"),
                                Node.command("enable", "Switch a feature on", () -> FeatureSwitch.enable(session))
                                        .completes(names -> words(FeatureSwitch.names()))
                                        .examples("mcp-gateway feature enable tool-name-prefix"),
                                Node.command("disable", "Switch a feature off", () -> FeatureSwitch.disable(session))
                                        .completes(names -> words(FeatureSwitch.names()))
                                        .examples("mcp-gateway feature disable tool-name-prefix")),
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
                        Node.group(
                                "oauth",
                                "Sign in to servers",
                                Node.command(
                                                "ls",
                                                "List the servers that want somebody to sign in",
                                                () -> new OauthLs(session))
                                        .alias("list")
                                        .examples("mcp-gateway oauth ls", "mcp-gateway oauth ls --json"),
                                Node.command(
                                                "authorize",
                                                "Sign in to a server (not yet)",
                                                () -> new OauthAuthorize(session))
                                        .completes(names -> SignInServers.names(session))
                                        .examples("mcp-gateway oauth authorize notion-remote"),
                                Node.command("revoke", "Sign out of a server (not yet)", () -> new OauthRevoke(session))
                                        .completes(names -> SignInServers.names(session))
                                        .examples("mcp-gateway oauth revoke notion-remote")),
                        Node.group(
                                        "policy",
                                        "Keep rules about secrets",
                                        Node.command("set", "Replace the rules", () -> new PolicySet(session))
                                                .examples(
                                                        "mcp-gateway policy set 'github.token allows github'",
                                                        "mcp-gateway policy set < rules.txt"),
                                        Node.command("dump", "Show the rules", () -> new PolicyDump(session))
                                                .examples("mcp-gateway policy dump > rules.txt"))
                                .alias("policies"),
                        ProfileCommands.describe(session),
                        RegistryCommands.describe(session),
                        Node.group(
                                "secret",
                                "Manage the secrets that servers ask for",
                                Node.command("ls", "List the names of secrets", () -> new SecretLs(session))
                                        .alias("list")
                                        .examples("mcp-gateway secret ls"),
                                Node.command("set", "Store a secret", () -> new SecretSet(session))
                                        .examples(
                                                "mcp-gateway secret set github.token < token.txt",
                                                "mcp-gateway secret set github.token=ghp_123"),
                                Node.command("rm", "Remove secrets", () -> new SecretRm(session))
                                        .alias("remove")
                                        .completes(names -> SecretRm.names(session))
                                        .examples("mcp-gateway secret rm github.token"),
                                Node.command("export", "Write the secrets of servers", () -> new SecretExport(session))
                                        .hidden()
                                        .completes(Names::servers)
                                        .examples("mcp-gateway secret export github > .env")),
                        Node.group(
                                "server",
                                "Choose which MCP servers are enabled",
                                Node.command("ls", "List the enabled servers", () -> new ServerLs(session))
                                        .alias("list")
                                        .examples("mcp-gateway server ls", "mcp-gateway server ls --format json"),
                                Node.command("enable", "Enable servers", () -> new ServerEnable(session))
                                        .alias("add")
                                        .completes(Names::servers)
                                        .examples(
                                                "mcp-gateway server enable time",
                                                "mcp-gateway server enable github fetch"),
                                Node.command("disable", "Disable servers", () -> new ServerDisable(session))
                                        .alias("remove", "rm")
                                        .completes(Names::enabledServers)
                                        .examples("mcp-gateway server disable time"),
                                Node.command("init", "Begin a server of your own", () -> new ServerInit(session))
                                        .examples(
                                                "mcp-gateway server init my-server",
                                                "mcp-gateway server init my-server --language java"),
                                Node.command("reset", "Disable all servers", () -> new ServerReset(session))
                                        .examples("mcp-gateway server reset"),
                                Node.command(
                                                "inspect",
                                                "Show what is known of a server",
                                                () -> new ServerInspect(session))
                                        .completes(Names::servers)
                                        .examples("mcp-gateway server inspect time")),
                        ProfileCommands.templates(session),
                        Node.group(
                                        "tools",
                                        "List, inspect and call the tools that clients see",
                                        Node.command("ls", "List the tools", () -> new ToolsLs(session, tools))
                                                .alias("list")
                                                .examples(
                                                        "mcp-gateway tools ls",
                                                        "mcp-gateway tools ls --format json --gateway-arg=--servers=time"),
                                        Node.command("count", "Count the tools", () -> new ToolsCount(session, tools))
                                                .examples("mcp-gateway tools count --format json"),
                                        Node.command("inspect", "Show one tool", () -> new ToolsInspect(session, tools))
                                                .completes(Names::tools)
                                                .examples("mcp-gateway tools inspect get_current_time"),
                                        Node.command(
                                                        "enable",
                                                        "Let clients see tools",
                                                        () -> ToolsSwitch.enable(session))
                                                .completes(Names::tools)
                                                .examples("mcp-gateway tools enable search --server duckduckgo"),
                                        Node.command(
                                                        "disable",
                                                        "Hide tools from clients",
                                                        () -> ToolsSwitch.disable(session))
                                                .completes(Names::tools)
                                                .examples("mcp-gateway tools disable search --server duckduckgo"),
                                        Node.command("call", "Call a tool", () -> new ToolsCall(session, tools))
                                                .completes(Names::tools)
                                                .examples(
                                                        "mcp-gateway tools call get_current_time timezone=Europe/Paris"))
                                .options(tools::addTo)
                                .examples("mcp-gateway tools ls", "mcp-gateway tools call search query=docker"),
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

    private static Map<String, String> words(List<String> words) {
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
