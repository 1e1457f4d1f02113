package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.catalog.OciPulls;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.oci.OciReference;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import java.util.List;

/** Makes a profile of a template. */
final class TemplateCreation {
    private static final String DOCKER_FILE = "docker-mcp";

    private final Session session;
    private final ChangeOptions options;

    TemplateCreation(Session session, ChangeOptions options) {
        this.session = session;
        this.options = options;
    }

    void create(Template template, String id, String name, List<String> clients) {
        String called = name.isBlank() ? template.title() : name;
        ProfileCreation creation = new ProfileCreation(session, options);
        new ProfileClients(session).requireAll(clients);
        String chosen = creation.id(id, called);
        String reference = template.reference(catalog(template));
        creation.create(chosen, called, new ServerReferences(session).resolve(reference), clients);
    }

    /** The catalog that the template names; instead of Docker's as an artifact, if that is not here, Docker's file. */
    private String catalog(Template template) {
        if (!template.catalog().equals(Template.DOCKER_CATALOG)) {
            return template.catalog();
        }
        OciReference reference = OciReference.parse(template.catalog());
        if (OciCatalogs.of(session.home()).find(reference).isPresent()) {
            return template.catalog();
        }
        if (!fileHasAll(template)) {
            session.console().err().println("Pulling Docker MCP catalog...");
            OciPulls pulls = new OciPulls(session);
            OciPulls.Pulled pulled = pulls.fetch(reference);
            options.change("catalog pull " + reference, change -> pulls.keep(change, pulled));
            return template.catalog();
        }
        session.console()
                .err()
                .println("The servers are those of the catalog file " + DOCKER_FILE + ": " + template.catalog()
                        + " is not here");
        return DOCKER_FILE;
    }

    private boolean fileHasAll(Template template) {
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        if (!assembly.catalogSources().contains(DOCKER_FILE + ".yaml")) {
            return false;
        }
        try (Catalog catalog = assembly.catalog(DOCKER_FILE)) {
            return catalog.read().servers().keySet().containsAll(template.servers());
        }
    }
}
