package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.DocumentFormat;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileForms;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code profile list}. */
@Command
public final class ProfileList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--format", paramLabel = "human|json|yaml", description = "How to show them (human)")
    private DocumentFormat format = DocumentFormat.HUMAN;

    /** The command of a run. */
    public ProfileList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Console console = session.console();
        Readable readable = Readable.of(session);
        List<Profile> profiles = readable.profiles();
        if (format == DocumentFormat.JSON) {
            ArrayNode all = Json.mapper().createArrayNode();
            profiles.forEach(profile -> all.add(ProfileForms.json(profile.tree())));
            Shown.print(console, all, format);
        } else if (format == DocumentFormat.YAML) {
            ArrayNode all = Json.mapper().createArrayNode();
            profiles.forEach(profile -> all.add(ProfileForms.yaml(profile.tree())));
            Shown.print(console, all, format);
        } else if (profiles.isEmpty() && readable.status() == 0) {
            console.out().println("No profiles found");
            console.err().println("'profile create' makes one; 'template list' shows what 'template use' makes one of");
        } else {
            Table table = new Table("ID", "SERVERS", "NAME");
            profiles.forEach(profile ->
                    table.row(profile.id(), String.valueOf(profile.servers().size()), profile.name()));
            table.print(console);
        }
        return readable.status();
    }
}
