package io.mcpgateway.cli.oauth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oauth ls}. As long as nobody can sign in, nobody is. */
@Command
public final class OauthLs implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public OauthLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Map<String, String> providers = SignInServers.read(session).providers();
        format.show(() -> json(providers), () -> table(providers));
        return 0;
    }

    private static ArrayNode json(Map<String, String> providers) {
        ArrayNode list = Json.mapper().createArrayNode();
        providers.forEach((app, provider) ->
                list.addObject().put("app", app).put("authorized", false).put("provider", provider));
        return list;
    }

    private void table(Map<String, String> providers) {
        if (providers.isEmpty()) {
            session.console().err().println("No server of a catalog wants somebody to sign in");
            return;
        }
        Table table = new Table("APP", "STATE", "PROVIDER");
        providers.forEach((app, provider) -> table.row(app, "not authorized", provider));
        table.print(session.console());
    }
}
