package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.oci.ArtifactTransfer;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.ProfileIds;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile pull}. */
@Command
public final class ProfilePull implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "REFERENCE", description = "Where from, such as myorg/dev-tools:v1")
    private String reference = "";

    @Option(names = "--id", paramLabel = "ID", description = "What commands call it (made of its name)")
    private String id = "";

    @Option(names = "--force", description = "Replace a profile of the same id")
    private boolean force;

    @Option(
            names = "--update",
            description =
                    "Bring a profile of the same id up to date: what you have configured, and which tools you have"
                            + " chosen, stays for the servers that stay; those that are not in the pulled one go")
    private boolean update;

    @Mixin
    private final FetchOptions fetching;

    @Mixin
    private final Confirmation confirmation;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfilePull(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
        this.confirmation = new Confirmation(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        fetching.apply();
        if (force && update) {
            throw new ConfigException("--force and --update are mutually exclusive");
        }
        OciReference from = OciReference.parse(reference);
        byte[] layer =
                new ArtifactTransfer(session).pull(from, OciArtifact.PROFILE).content();
        ObjectNode document = ArtifactJson.parse(from.toString(), layer);
        String name = document.path("name").asText("");
        String chosen = id.isEmpty() ? ProfileIds.of(name) : id;
        ProfileSource source = new MissingSnapshots(session)
                .complete(from.toString(), ProfileSource.of(from.toString(), document, "", chosen));
        ProfileUpdate changes = new ProfileUpdate(source);
        if (update) {
            String removed = removals(Profiles.of(session.home()), changes, chosen);
            if (!removed.isEmpty()) {
                confirmation.ask(
                        "This removes from the profile " + chosen + " what is not in the pulled one: " + removed);
            }
        }
        String[] removed = {""};
        boolean done = options.change("profile pull " + from, change -> {
            Profiles profiles = Profiles.of(session.home(), change);
            boolean exists = profiles.exists(chosen);
            if (exists && !force && !update) {
                throw new ConfigException(
                        "profile with id " + chosen + " already exists; --update brings it up to date,"
                                + " --force replaces it, --id gives the pulled one another id");
            }
            if (exists && update) {
                removed[0] = removals(profiles, changes, chosen);
                changes.apply(ProfileEdit.of(session.home(), change, chosen));
            } else {
                ProfileEdit.store(session.home(), change, chosen, source.text());
            }
        });
        if (done) {
            session.console().out().println("Profile " + Table.plain(name) + " imported as " + chosen);
            if (!removed[0].isEmpty()) {
                session.console()
                        .err()
                        .println("Removed from it: " + Table.plain(removed[0]) + "; 'undo' brings them back");
            }
        }
        return 0;
    }

    private static String removals(Profiles profiles, ProfileUpdate changes, String id) {
        return profiles.find(id).map(changes::removals).orElse(List.of()).stream()
                .map(ListedServer::shown)
                .collect(Collectors.joining(", "));
    }
}
