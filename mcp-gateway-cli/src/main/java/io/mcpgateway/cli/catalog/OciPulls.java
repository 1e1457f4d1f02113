package io.mcpgateway.cli.catalog;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.ArtifactJson;
import io.mcpgateway.cli.oci.ArtifactTransfer;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.cli.oci.PullRecords;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.oci.OciArtifact;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.oci.PulledArtifact;
import java.time.Instant;

/** Pulls OCI catalogs from registries, and keeps them under the home. Blocks; confined to one thread. */
public final class OciPulls {
    private static final String COMMUNITY = "mcp/community-registry:latest";

    private final Session session;

    /** For a run. */
    public OciPulls(Session session) {
        this.session = requireNonNull(session, "session");
    }

    /**
     * A catalog as it was pulled.
     *
     * @param catalog the catalog
     * @param digest of the manifest at the registry, {@code sha256:} and 64 hexadecimal digits
     */
    public record Pulled(OciCatalog catalog, String digest) {}

    /**
     * Fetches a catalog, and checks it; nothing is kept.
     *
     * @throws io.mcpgateway.model.GatewayException if it cannot be had, or is none
     */
    public Pulled fetch(OciReference reference) {
        PulledArtifact artifact = new ArtifactTransfer(session).pull(reference, OciArtifact.CATALOG);
        byte[] layer = artifact.content();
        CatalogRules.check(reference.toString(), ArtifactJson.parse("the content of " + reference, layer));
        OciCatalog catalog = OciCatalog.pulled(reference, "oci:" + reference, layer, Instant.now());
        if (reference.toString().equals(COMMUNITY)) {
            session.console().err().println("Nobody vets the servers of the community registry.");
        }
        long unnamed = catalog.servers().stream()
                .filter(server -> OciCatalog.nameOf(server).isEmpty())
                .count();
        if (unnamed > 0) {
            session.console()
                    .err()
                    .println(unnamed + " of its servers have no snapshot, and so no name by which they could be used");
        }
        return new Pulled(catalog, artifact.digest());
    }

    /** The change keeps what was fetched. */
    public void keep(Change change, Pulled pulled) {
        OciCatalog catalog = pulled.catalog();
        OciCatalogs.of(session.home(), change).save(change, catalog);
        PullRecords.add(session.home(), change, catalog.reference(), Instant.now());
    }
}
