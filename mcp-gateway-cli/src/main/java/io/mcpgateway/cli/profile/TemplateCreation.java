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
import java.util.Optional;

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
        Optional<String> catalog = here(template);
        if (catalog.isPresent()) {
            String reference = template.reference(catalog.get());
            creation.create(chosen, called, new ServerReferences(session).resolve(reference), clients);
            return;
        }
        session.console().err().println("Pulling Docker MCP catalog...");
        OciPulls pulls = new OciPulls(session);
        OciPulls.Pulled pulled = pulls.fetch(OciReference.parse(template.catalog()));
        creation.create(
                chosen,
                called,
                ServerReferences.ofCatalog(pulled.catalog(), template.servers()),
                clients,
                change -> pulls.keep(change, pulled));
    }

    /**
     * The catalog that the template names; instead of Docker's as an artifact, if that is not here, Docker's file. Empty if
     * neither has its servers.
     */
    private Optional<String> here(Template template) {
        if (!template.catalog().equals(Template.DOCKER_CATALOG)
                || OciCatalogs.of(session.home())
                        .find(OciReference.parse(template.catalog()))
                        .isPresent()) {
            return Optional.of(template.catalog());
        }
        if (!fileHasAll(template)) {
            return Optional.empty();
        }
        session.console()
                .err()
                .println("The servers are those of the catalog file " + DOCKER_FILE + ": " + template.catalog()
                        + " is not here");
        return Optional.of(DOCKER_FILE);
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
