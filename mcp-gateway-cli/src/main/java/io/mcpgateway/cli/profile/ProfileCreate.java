package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.reference.ServerReferences;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code profile create}. */
@Command
public final class ProfileCreate implements Callable<Integer> {
    private final Session session;

    @Option(names = "--name", paramLabel = "NAME", description = "What people call it")
    private String name = "";

    @Option(names = "--id", paramLabel = "ID", description = "What commands call it (made of the name)")
    private String id = "";

    @Option(
            names = "--server",
            paramLabel = "REFERENCE",
            hideParamSyntax = true,
            description = "A server to begin with: catalog://CATALOG/SERVER+…, docker://IMAGE, https://… of the"
                    + " community registry, file://PATH; may be given more than once")
    private List<String> servers = List.of();

    @Option(
            names = "--connect",
            paramLabel = "CLIENT",
            hideParamSyntax = true,
            description = "An AI client to connect with it; may be given more than once")
    private List<String> clients = List.of();

    @Option(
            names = "--from-template",
            paramLabel = "TEMPLATE",
            description = "Begin with the servers of a template; 'template list' shows them")
    private String template = "";

    @Mixin
    private final FetchOptions fetching;

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ProfileCreate(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        fetching.apply();
        if (!template.isEmpty() && !servers.isEmpty()) {
            throw new ConfigException("--from-template and --server are mutually exclusive");
        }
        if (!template.isEmpty()) {
            new TemplateCreation(session, options).create(Template.require(template), id, name, clients);
            return 0;
        }
        if (name.isBlank()) {
            throw new ConfigException("--name is required (or use --from-template)");
        }
        ProfileCreation creation = new ProfileCreation(session, options);
        new ProfileClients(session).requireAll(clients);
        String chosen = creation.id(id, name);
        List<ObjectNode> found = new ServerReferences(session).resolveAll(servers);
        creation.create(chosen, name, found, clients);
        return 0;
    }
}
