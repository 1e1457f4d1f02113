package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.cli.community.CommunityRegistry;
import io.mcpgateway.cli.community.CommunityServer;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog import}. */
@Command
public final class CatalogImport extends CatalogChange {
    @Parameters(
            arity = "1",
            paramLabel = "SOURCE",
            description =
                    "A file, a URL, or docker-mcp for Docker's own catalog; with --mcp-registry the catalog to import into")
    private String source = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it (the name in the document)")
    private String name = "";

    @Option(
            names = "--mcp-registry",
            paramLabel = "URL",
            description =
                    "A server of an MCP registry, such as https://registry.modelcontextprotocol.io/v0/servers/NAME/versions/latest")
    private String registry = "";

    /** The command of a run. */
    public CatalogImport(Session session) {
        super(session);
    }

    @Override
    int run() {
        if (!registry.isEmpty()) {
            return server();
        }
        boolean docker = source.equals(CatalogNames.DOCKER);
        String from = docker ? source().dockerUrl() : source;
        byte[] document = source().read(from);
        String own = docker ? CatalogNames.DOCKER : name.isEmpty() ? CatalogFiles.nameIn(from, document) : name;
        if (own.isBlank()) {
            throw new ConfigException(source + ": has no name of its own; give it one with --name");
        }
        boolean replaces = CatalogIndex.of(session().home()).find(own).isPresent();
        Path file = CatalogFileNames.file(session().home(), own);
        Optional<byte[]> before = SafeFiles.read(file, Change.MAX_BYTES);
        if (change("catalog import " + own, files -> files.store(own, from, document))) {
            session().console().err().println(said(own, replaces, before, SafeFiles.read(file, Change.MAX_BYTES)));
        }
        return 0;
    }

    private static String said(String name, boolean replaces, Optional<byte[]> before, Optional<byte[]> after) {
        if (!replaces) {
            return "Imported catalog '" + name + "'";
        }
        boolean same = before.isPresent() && after.isPresent() && Arrays.equals(before.get(), after.get());
        return same
                ? "Catalog '" + name + "' is the same already"
                : "Replaced catalog '" + name + "'; 'undo' brings the old one back";
    }

    private int server() {
        CommunityServer server = new CommunityRegistry(session()).fetch(registry);
        server.notes().forEach(note -> session().console().err().println("! Note: " + Table.plain(note)));
        return change(
                "catalog import " + source + " --mcp-registry",
                "Successfully imported server '" + server.name() + "' from MCP registry into catalog '" + source + "'",
                files -> files.put(source, server.name(), server.entry(), true));
    }
}
