package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.oci.ArtifactTransfer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile push}. */
@Command
public final class ProfilePush implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "Where to, such as myorg/dev-tools:v1")
    private String reference = "";

    @Option(names = "--without-config", description = "Leave out what is configured; secrets are never part of it")
    private boolean withoutConfig;

    @Option(names = "--dry-run", description = "Show what would be pushed, and push nothing")
    private boolean dryRun;

    @Mixin
    private final FetchOptions fetching;

    /** The command of a run. */
    public ProfilePush(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
    }

    @Override
    public Integer call() {
        fetching.apply();
        OciReference target = OciReference.parseTag(reference);
        Profile profile = Profiles.of(session.home()).require(id);
        ObjectNode tree = profile.tree();
        ObjectNode content = ProfileForms.json(withoutConfig ? ProfileForms.withoutConfiguration(tree) : tree);
        OciArtifact artifact = OciArtifact.of(OciArtifact.PROFILE, ArtifactJson.bytes(content));
        if (dryRun) {
            session.console().out().println(io.mcpgateway.cli.console.Json.indented(content));
            session.console().err().println("Would push profile to " + target + "@" + artifact.digest());
            return 0;
        }
        String digest = new ArtifactTransfer(session).push(target, artifact);
        session.console().out().println("Pushed profile to " + target + "@" + digest);
        Portable.warn(session, profile);
        return 0;
    }
}
