package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.query.YqExpression;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile show}. */
@Command
public final class ProfileShow implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Mixin
    private final FormatOptions format;

    @Option(names = "--clients", description = "Show the AI clients that are connected with it, too")
    private boolean clients;

    @Option(
            names = "--yq",
            paramLabel = "EXPRESSION",
            description = "Show only what this expression comes to, such as .servers[].snapshot.server.name")
    private String yq = "";

    /** The command of a run. */
    public ProfileShow(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        ObjectNode tree = Profiles.of(session.home()).require(id).tree();
        if (clients) {
            ObjectNode bound = Json.mapper().createObjectNode();
            new ProfileClients(session).bound(id).forEach(bound::set);
            tree.set("clients", bound);
        }
        if (!yq.isEmpty()) {
            boolean json = format.format() == Format.JSON;
            JsonNode document = json ? ProfileForms.json(tree) : ProfileForms.yaml(tree);
            for (JsonNode value : YqExpression.parse(yq).of(document)) {
                format.show(() -> value, () -> session.console().out().print(Yaml.document(value)));
            }
            return 0;
        }
        format.show(
                () -> ProfileForms.json(tree),
                () -> ProfileForms.yaml(tree),
                () -> session.console().out().print(ProfileForms.text(tree)));
        return 0;
    }
}
