package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile server add}. */
@Command
public final class ProfileServerAdd implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "REFERENCE",
            description = "Servers: catalog://CATALOG/SERVER+…, docker://IMAGE, https://… of the community registry,"
                    + " file://PATH")
    private List<String> references = List.of();

    @Option(
            names = "--server",
            paramLabel = "REFERENCE",
            hideParamSyntax = true,
            description = "The same as an argument; may be given more than once")
    private List<String> flags = List.of();

    @Mixin
    private final FetchOptions fetching;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfileServerAdd(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        fetching.apply();
        List<String> all = Stream.concat(flags.stream(), references.stream()).toList();
        if (all.isEmpty()) {
            throw new ConfigException("at least one server must be specified");
        }
        Profiles.of(session.home()).require(id);
        List<ObjectNode> found = new ServerReferences(session).resolveAll(all);
        Set<String> added = new LinkedHashSet<>();
        Set<String> replaced = new LinkedHashSet<>();
        List<String> notes = new ArrayList<>();
        boolean done = options.change("profile server add " + id, change -> {
            ProfileEdit edit = ProfileEdit.of(session.home(), change, id);
            found.forEach(server -> added.add(server.at("/snapshot/server/name").asText()));
            replaced.addAll(edit.add(found));
            replaced.forEach(name -> note(edit.profile().require(name), notes));
        });
        if (done) {
            report(added, replaced, notes);
        }
        return 0;
    }

    /** Tools that were chosen stay chosen, also where the server no longer lists them. */
    private static void note(ListedServer server, List<String> notes) {
        List<String> known = server.knownTools();
        List<String> gone = server.tools().orElse(List.of()).stream()
                .filter(tool -> !known.isEmpty() && !known.contains(tool))
                .toList();
        if (!gone.isEmpty()) {
            notes.add(server.name() + ": no longer lists these tools that are enabled: " + String.join(", ", gone));
        }
    }

    private void report(Set<String> added, Set<String> replaced, List<String> notes) {
        replaced.forEach(name -> session.console().out().println("Replaced server " + name + " in profile " + id));
        session.console()
                .out()
                .println("Added " + added.size() + " server(s) to profile " + id
                        + (replaced.isEmpty() ? "" : " (replaced " + replaced.size() + ")"));
        if (!replaced.isEmpty()) {
            session.console().err().println("What is replaced keeps its configuration and its choice of tools");
        }
        notes.forEach(session.console().err()::println);
    }
}
