package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile server remove}. */
@Command
public final class ProfileServerRemove implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "SERVER", description = "Servers of it, by name")
    private List<String> names = List.of();

    @Option(
            names = "--name",
            paramLabel = "SERVER",
            hideParamSyntax = true,
            description = "The same as an argument; may be given more than once")
    private List<String> flags = List.of();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfileServerRemove(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        Set<String> wanted = new LinkedHashSet<>(names);
        wanted.addAll(flags);
        if (wanted.isEmpty()) {
            throw new ConfigException("at least one server name must be specified");
        }
        List<String> removed = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean done = options.change("profile server remove " + id, change -> {
            ProfileEdit edit = ProfileEdit.of(session.home(), change, id);
            List<String> known = edit.profile().serverNames();
            for (String name : wanted) {
                if (known.contains(name)) {
                    removed.add(name);
                } else {
                    notes.add("server " + name + " not found in profile " + id + Suggestions.didYouMean(name, known));
                }
            }
            if (removed.isEmpty()) {
                throw new GatewayException(
                        ErrorCode.NOT_FOUND, "no matching servers found to remove: " + String.join("; ", notes));
            }
            List<ListedServer> servers = edit.profile().servers();
            for (int i = servers.size() - 1; i >= 0; i--) {
                if (removed.contains(servers.get(i).name())) {
                    edit.remove(servers.get(i));
                }
            }
        });
        notes.forEach(session.console().err()::println);
        if (done) {
            session.console().out().println("Removed " + removed.size() + " server(s) from profile " + id);
        }
        return 0;
    }
}
