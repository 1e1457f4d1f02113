package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.ProfileIds;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.function.Consumer;

/** Makes a new profile, and connects clients with it: all of it, or nothing. Stateless. */
final class ProfileCreation {
    private final Session session;
    private final ChangeOptions options;

    ProfileCreation(Session session, ChangeOptions options) {
        this.session = session;
        this.options = options;
    }

    /** The id that a profile of this name is to have; checked before anything is fetched. */
    String id(String id, String name) {
        String chosen = id.isEmpty() ? ProfileIds.of(name) : ProfileIds.require(id);
        requireNew(Profiles.of(session.home()), chosen);
        return chosen;
    }

    /** Upper and lower case are the same to some file systems. */
    private static void requireNew(Profiles profiles, String id) {
        profiles.ids().stream().filter(id::equalsIgnoreCase).findFirst().ifPresent(taken -> {
            throw new ConfigException("profile with id " + taken
                    + " already exists; --id gives the new one another, 'profile server add' adds servers to it");
        });
    }

    /**
     * Makes it.
     *
     * @param id as {@link #id} gave it
     * @param servers in the form of a catalog's servers
     * @param clients the AI clients to connect, known to exist
     */
    void create(String id, String name, List<ObjectNode> servers, List<String> clients) {
        create(id, name, servers, clients, change -> {});
    }

    /** Likewise, with something else that is done in the same step, and before. */
    void create(String id, String name, List<ObjectNode> servers, List<String> clients, Consumer<Change> before) {
        int[] count = new int[1];
        boolean done = options.change("profile create " + id, change -> {
            requireNew(Profiles.of(session.home(), change), id);
            before.accept(change);
            ProfileEdit edit = ProfileEdit.begin(session.home(), change, id, name);
            edit.add(servers);
            count[0] = edit.profile().servers().size();
            new ProfileClients(session).connect(change, clients, id);
        });
        if (done) {
            session.console().out().println("Created profile " + id + " with " + count[0] + " servers");
            if (!clients.isEmpty()) {
                session.console().out().println("Connected to clients: " + String.join(", ", clients));
            }
        }
    }
}
