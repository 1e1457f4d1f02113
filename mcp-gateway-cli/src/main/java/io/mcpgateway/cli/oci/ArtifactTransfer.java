package io.mcpgateway.cli.oci;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.ProgressLine;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.oci.PulledArtifact;
import io.mcpgateway.oci.TransferProgress;
import java.util.Set;

/**
 * Pushes and pulls artifacts for commands, through {@link RegistryClients}, with progress on standard error. Blocks; confined
 * to one thread.
 */
public final class ArtifactTransfer {
    private final Session session;

    /** Under the rules of a run. */
    public ArtifactTransfer(Session session) {
        this.session = requireNonNull(session, "session");
    }

    /**
     * Pushes an artifact.
     *
     * @return the digest of its manifest: {@code sha256:} and 64 hexadecimal digits
     * @throws io.mcpgateway.model.GatewayException as {@link OciRegistry#push}
     */
    public String push(OciReference reference, OciArtifact artifact) {
        try (ProgressLine line = new ProgressLine(session.console(), "Pushing " + reference)) {
            return registry(line::bytes).push(reference, artifact);
        }
    }

    /**
     * Pulls an artifact.
     *
     * @param type {@link OciArtifact#CATALOG} or {@link OciArtifact#PROFILE}
     * @throws io.mcpgateway.model.GatewayException as {@link OciRegistry#pull}
     */
    public PulledArtifact pull(OciReference reference, String type) {
        try (ProgressLine line = new ProgressLine(session.console(), "Pulling " + reference)) {
            return registry(line::bytes).pull(reference, type);
        }
    }

    private OciRegistry registry(TransferProgress progress) {
        return RegistryClients.of(session, Set.of(), progress);
    }
}
