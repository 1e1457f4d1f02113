package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.oci.ArtifactTransfer;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.ProfileIds;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import java.util.concurrent.Callable;
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
                            + " chosen, stays for the servers that stay")
    private boolean update;

    @Mixin
    private final FetchOptions fetching;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfilePull(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
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
        boolean done = options.change("profile pull " + from, change -> {
            boolean exists = Profiles.of(session.home(), change).exists(chosen);
            if (exists && !force && !update) {
                throw new ConfigException(
                        "profile with id " + chosen + " already exists; --update brings it up to date,"
                                + " --force replaces it, --id gives the pulled one another id");
            }
            if (exists && update) {
                new ProfileUpdate(ProfileEdit.of(session.home(), change, chosen)).to(source);
            } else {
                ProfileEdit.store(session.home(), change, chosen, source.text());
            }
        });
        if (done) {
            session.console().out().println("Profile " + name + " imported as " + chosen);
        }
        return 0;
    }
}
