package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.oci.OciReference;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog create}. */
@Command
public final class CatalogCreate extends CatalogChange {
    @Mixin
    private final Confirmation confirmation;

    @Parameters(
            arity = "1",
            paramLabel = "NAME",
            description =
                    "What the catalog is called; a reference such as myorg/catalog:v1 makes an OCI catalog, and so"
                            + " does every flag that says what is in it")
    private String name = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A server to put in: catalog://CATALOG/NAME, docker://IMAGE, https://… of a registry,"
                    + " file://PATH; may be given more than once")
    private List<String> references = List.of();

    @Option(names = "--from-profile", paramLabel = "ID", description = "Put in the servers of this profile")
    private String profile = "";

    @Option(
            names = "--from-legacy-catalog",
            paramLabel = "SOURCE",
            description = "Put in the servers of a catalog that is a file: its name, a path, or a URL")
    private String legacy = "";

    @Option(
            names = "--from-community-registry",
            paramLabel = "HOST",
            description = "Put in the servers of an MCP registry, such as registry.modelcontextprotocol.io")
    private String registry = "";

    @Option(names = "--title", paramLabel = "TITLE", description = "Its title (the one of what it is made of)")
    private String title = "";

    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            description = "A server of the registry to leave out; may be given more than once")
    private List<String> exclude = List.of();

    // Packages of both kinds are always taken; scripts may still say so.
    @Option(names = "--include-pypi", hidden = true, description = "Take servers that are packages of PyPI")
    private boolean pypi;

    @Option(names = "--include-npm", hidden = true, description = "Take servers that are packages of npm")
    private boolean npm;

    /** The command of a run. */
    public CatalogCreate(Session session) {
        super(session);
        this.confirmation = new Confirmation(session);
    }

    @Override
    int run() {
        check();
        boolean plain = name.chars().noneMatch(c -> c == '/' || c == ':' || c == '@');
        boolean filled = !references.isEmpty() || !title.isEmpty() || sources() > 0;
        return plain && !filled ? file() : oci();
    }

    private long sources() {
        return Stream.of(profile, legacy, registry)
                .filter(source -> !source.isEmpty())
                .count();
    }

    private void check() {
        if (sources() > 1) {
            throw new ConfigException(
                    "only one of --from-profile, --from-legacy-catalog, or --from-community-registry can be specified");
        }
        if (registry.isEmpty()) {
            only("--exclude", !exclude.isEmpty());
            only("--include-pypi", pypi);
            only("--include-npm", npm);
        }
    }

    private static void only(String flag, boolean given) {
        if (given) {
            throw new ConfigException(flag + " can only be used when creating a catalog from a community registry");
        }
    }

    private int file() {
        return change("catalog create " + name, "created empty catalog " + name, files -> files.create(name));
    }

    private int oci() {
        OciReference reference = OciReference.parseTag(name);
        OciCatalogCreation creation = new OciCatalogCreation(session());
        if (!profile.isEmpty()) {
            creation.fromProfile(profile);
        }
        if (!legacy.isEmpty()) {
            creation.fromLegacyCatalog(legacy, document(legacy));
        }
        if (!registry.isEmpty()) {
            creation.fromCommunityRegistry(registry, Set.copyOf(exclude));
        }
        creation.add(OciContent.resolve(session(), references));
        OciCatalog catalog = creation.catalog(reference, title);
        boolean done = options()
                .change(
                        "catalog create " + reference,
                        confirmation,
                        "This replaces the catalog " + reference,
                        change -> OciCatalogs.of(session().home(), change).save(change, catalog));
        if (done) {
            session().console().out().println("Catalog " + reference + " created");
        }
        return 0;
    }

    /** A catalog that is registered, or else what is at a path or URL. */
    private byte[] document(String from) {
        String place = CatalogIndex.of(session().home())
                .find(from)
                .map(entry ->
                        CatalogFileNames.file(session().home(), entry.name()).toString())
                .orElse(from);
        return source().read(place);
    }
}
