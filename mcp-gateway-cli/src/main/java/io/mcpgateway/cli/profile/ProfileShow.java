package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.DocumentFormat;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.Profiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile show}. */
@Command
public final class ProfileShow implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Option(names = "--format", paramLabel = "human|json|yaml", description = "How to show it (human, which is YAML)")
    private DocumentFormat format = DocumentFormat.HUMAN;

    @Option(names = "--clients", description = "Show the AI clients that are connected with it, too")
    private boolean clients;

    /** The command of a run. */
    public ProfileShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode tree = Profiles.of(session.home()).require(id).tree();
        ObjectNode shown = format == DocumentFormat.JSON ? ProfileForms.json(tree) : ProfileForms.yaml(tree);
        if (clients) {
            ObjectNode bound = Json.mapper().createObjectNode();
            new ProfileClients(session).bound(id).forEach(bound::set);
            shown.set("clients", bound);
        }
        Shown.print(session.console(), shown, format);
        return 0;
    }
}
