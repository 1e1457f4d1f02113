package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.cli.fetch.FetchOptions;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code registry search}. */
@Command
public final class RegistrySearch implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "TEXT", description = "What is in the servers' names")
    private String text = "";

    @Option(names = "--registry", paramLabel = "HOST", description = "A registry's host or URL (${DEFAULT-VALUE})")
    private String registry = CommunityRegistry.DEFAULT_HOST;

    @Mixin
    private final FetchOptions fetch;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public RegistrySearch(Session session) {
        this.session = session;
        this.fetch = new FetchOptions(session);
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        fetch.apply();
        Listing found = new CommunityRegistry(session).search(registry, text);
        format.show(() -> document(found), () -> list(found));
        Console console = session.console();
        if (!found.skipped().isEmpty()) {
            String kinds = found.skippedKinds().entrySet().stream()
                    .map(each -> Table.plain(each.getKey()) + " (" + each.getValue() + ")")
                    .collect(Collectors.joining(", "));
            console.err().println("Left out, because the gateway cannot run or reach them: " + kinds);
        }
        found.problems().forEach(problem -> console.err().println("! Not complete: " + Table.plain(problem)));
        return 0;
    }

    private static ArrayNode document(Listing found) {
        ArrayNode servers = Json.mapper().createArrayNode();
        found.servers().forEach(server -> servers.add(server.registered()));
        return servers;
    }

    private void list(Listing found) {
        Console console = session.console();
        if (found.servers().isEmpty()) {
            console.out().println("No servers found.");
            return;
        }
        Table table = new Table("NAME", "VERSION", "KIND", "DESCRIPTION");
        found.servers()
                .forEach(server -> table.row(
                        server.registryName(),
                        server.version(),
                        server.kind(),
                        server.entry().path("description").asText("")));
        table.print(console);
    }
}
