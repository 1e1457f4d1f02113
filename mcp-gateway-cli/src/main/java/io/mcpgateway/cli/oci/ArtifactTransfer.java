package io.mcpgateway.cli.oci;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.ProgressLine;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.docker.DockerLogins;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.OciRegistry;
import io.mcpgateway.oci.PulledArtifact;
import io.mcpgateway.oci.RegistryLogin;
import io.mcpgateway.oci.RegistryLogins;
import io.mcpgateway.oci.TransferProgress;

/**
 * Pushes and pulls artifacts for commands: with the docker client's logins, under the rules of {@link Downloads} for what
 * registries keep elsewhere, and with progress on standard error. Blocks; confined to one thread.
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
        Downloads downloads = new Downloads(session);
        return OciRegistry.builder()
                .logins(logins())
                .allowPlainHttp(session.allowRemote())
                .redirects((address, maxBytes, timeout) ->
                        downloads.fetch(address.toString(), (int) Math.min(maxBytes, Integer.MAX_VALUE), timeout))
                .proxies(new EnvironmentProxies(session.console().environment()))
                .progress(progress)
                .build();
    }

    private RegistryLogins logins() {
        DockerLogins docker = DockerLogins.of(session.console().environment());
        return registry -> docker.find(registry)
                .map(login -> login.username().isEmpty()
                        ? RegistryLogin.identityToken(login.secret())
                        : RegistryLogin.password(login.username(), login.secret()));
    }
}
