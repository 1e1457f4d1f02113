package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileForms;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code profile list}. */
@Command
public final class ProfileList implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ProfileList(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Console console = session.console();
        ReadableProfiles readable = ReadableProfiles.of(session);
        List<Profile> profiles = readable.profiles();
        format.show(
                () -> document(profiles, ProfileForms::json),
                () -> document(profiles, ProfileForms::yaml),
                () -> table(console, profiles));
        return readable.status();
    }

    private static ArrayNode document(List<Profile> profiles, UnaryOperator<ObjectNode> form) {
        ArrayNode all = Json.mapper().createArrayNode();
        profiles.forEach(profile -> all.add(form.apply(profile.tree())));
        return all;
    }

    private static void table(Console console, List<Profile> profiles) {
        if (profiles.isEmpty()) {
            console.out().println("No profiles found");
            console.err().println("'profile create' makes one; 'template list' shows what 'template use' makes one of");
            return;
        }
        Table table = new Table("ID", "SERVERS", "NAME");
        profiles.forEach(profile ->
                table.row(profile.id(), String.valueOf(profile.servers().size()), profile.name()));
        table.print(console);
    }
}
