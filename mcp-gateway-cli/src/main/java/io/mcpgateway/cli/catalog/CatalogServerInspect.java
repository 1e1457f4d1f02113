package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.oci.OciReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code catalog server inspect}. */
@Command
public final class CatalogServerInspect implements Callable<Integer> {
    private static final int LARGEST_README = 5 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session session;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An OCI catalog")
    private String argument = "";

    @Parameters(index = "1", paramLabel = "SERVER", description = "A server of it")
    private String name = "";

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Fetch from these places without HTTPS or at private addresses, too")
    private List<String> allowRemote = List.of();

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public CatalogServerInspect(Session session) {
        this.session = session;
        this.format = new FormatOptions(session, Format.YAML);
    }

    @Override
    public Integer call() {
        session.allowRemote(allowRemote);
        OciReference reference = CatalogKind.requireOci(session.home(), argument);
        OciCatalog catalog = OciCatalogs.of(session.home()).require(reference);
        ObjectNode server = catalog.server(name)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "server " + name + " not found in catalog " + reference
                                + Suggestions.didYouMean(
                                        name,
                                        catalog.servers().stream()
                                                .map(OciCatalog::nameOf)
                                                .toList())));
        String readme = server.at("/snapshot/server/readme").asText("");
        if (!readme.isBlank()) {
            readme(server, readme);
        }
        format.show(() -> server, () -> session.console().out().print(Yaml.document(server)));
        return 0;
    }

    /** What cannot be fetched is no reason to show nothing. */
    private void readme(ObjectNode server, String url) {
        String secure = url.replaceFirst("^http://desktop\\.docker\\.com(:80)?/", "https://desktop.docker.com/");
        try {
            byte[] text = new Downloads(session).fetch(secure, LARGEST_README, PATIENCE);
            server.put("readmeContent", new String(text, StandardCharsets.UTF_8));
        } catch (GatewayException e) {
            session.console().err().println("Without its readme: " + Table.plain(String.valueOf(e.getMessage())));
        }
    }
}
