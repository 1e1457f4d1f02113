package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code profile remove}. */
@Command
public final class ProfileRemove implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public ProfileRemove(Session session) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        Profiles.of(session.home()).requireExists(id);
        ProfileClients clients = new ProfileClients(session);
        List<String> disconnected = new ArrayList<>();
        String loss = "This removes the profile " + id + ", and disconnects the clients that are connected with it";
        boolean done = options.change("profile remove " + id, loss, change -> {
            Profiles profiles = Profiles.of(session.home(), change);
            profiles.requireExists(id);
            change.delete(profiles.file(id));
            disconnected.clear();
            disconnected.addAll(clients.disconnect(change, id));
        });
        if (done) {
            session.console().out().println("Removed profile " + id);
            if (!disconnected.isEmpty()) {
                session.console().out().println("Disconnected clients: " + String.join(", ", disconnected));
            }
        }
        return 0;
    }
}
