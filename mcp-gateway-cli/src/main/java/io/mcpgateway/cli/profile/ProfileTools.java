package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile tools}. */
@Command
public final class ProfileTools implements Callable<Integer> {
    private static final String FORM = "SERVER.TOOL";

    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Option(
            names = "--enable",
            paramLabel = "SERVER.TOOL",
            hideParamSyntax = true,
            description = "Let clients see a tool; may be given more than once")
    private List<String> enable = List.of();

    @Option(
            names = "--disable",
            paramLabel = "SERVER.TOOL",
            hideParamSyntax = true,
            description = "Hide a tool from clients; may be given more than once")
    private List<String> disable = List.of();

    @Option(
            names = "--enable-all",
            paramLabel = "SERVER",
            hideParamSyntax = true,
            description = "Let clients see all tools of a server, also those that it gets later; may be given more than"
                    + " once")
    private List<String> enableAll = List.of();

    @Option(
            names = "--disable-all",
            paramLabel = "SERVER",
            hideParamSyntax = true,
            description = "Hide all tools of a server; may be given more than once")
    private List<String> disableAll = List.of();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfileTools(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        if (enable.isEmpty() && disable.isEmpty() && enableAll.isEmpty() && disableAll.isEmpty()) {
            throw new ConfigException(
                    "must provide at least one flag: --enable, --disable, --enable-all, or --disable-all");
        }
        ToolChanges[] changes = new ToolChanges[1];
        boolean done = options.change("profile tools " + id, change -> {
            ProfileEdit edit = ProfileEdit.of(session.home(), change, id);
            ToolChanges tools = new ToolChanges(edit);
            enableAll.forEach(tools::enableAll);
            disableAll.forEach(tools::disableAll);
            enable.forEach(argument -> tools.enable(edit.profile().address(argument, FORM)));
            disable.forEach(argument -> tools.disable(edit.profile().address(argument, FORM)));
            changes[0] = tools;
        });
        changes[0].notes().forEach(session.console().err()::println);
        Set<String> both = new LinkedHashSet<>(enable);
        both.retainAll(disable);
        if (!both.isEmpty()) {
            session.console()
                    .err()
                    .println("Warning: both enabled and disabled, and so disabled: " + String.join(", ", both));
        }
        if (done) {
            report(changes[0]);
        }
        return 0;
    }

    private void report(ToolChanges changes) {
        PrintStream out = session.console().out();
        if (changes.none()) {
            out.println("No changes made to profile " + id);
        }
        if (changes.allEnabled() > 0) {
            out.println("Enabled all tools for " + changes.allEnabled() + " server(s) in profile " + id);
        }
        if (changes.allDisabled() > 0) {
            out.println("Disabled all tools for " + changes.allDisabled() + " server(s) in profile " + id);
        }
        if (changes.enabled() + changes.disabled() > 0) {
            out.println("Updated profile " + id + ": " + changes.enabled() + " tool(s) enabled, " + changes.disabled()
                    + " tool(s) disabled");
        }
    }

    /** The tools of a profile's servers as arguments, for completion. */
    public static Map<String, String> tools(Session session, String id) {
        Map<String, String> names = new TreeMap<>();
        for (ListedServer server :
                Profiles.of(session.home()).find(id).map(Profile::servers).orElse(List.of())) {
            Set<String> on = new LinkedHashSet<>(server.tools().orElse(server.knownTools()));
            server.knownTools()
                    .forEach(tool -> names.put(server.name() + "." + tool, on.contains(tool) ? "on" : "off"));
        }
        return names;
    }
}
