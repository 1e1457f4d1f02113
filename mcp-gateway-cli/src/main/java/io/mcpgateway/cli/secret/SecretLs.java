package io.mcpgateway.cli.secret;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Format;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.spi.SecretStore.UnavailableException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code secret ls}: names, never values. */
@Command
public final class SecretLs implements Callable<Integer> {
    private final Session session;

    @Option(names = "--format", paramLabel = "list|json", description = "How to show them (list)")
    private Format format = Format.LIST;

    @Option(names = "--json", description = "The same as --format json")
    private boolean json;

    /** The command of a run. */
    public SecretLs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, String> found = found(session);
        Console console = session.console();
        if (json || format == Format.JSON) {
            ArrayNode list = Json.mapper().createArrayNode();
            found.forEach((name, word) -> list.addObject().put("name", name).put("provider", word));
            console.out().println(Json.indented(list));
        } else if (found.isEmpty()) {
            console.err().println("No secrets; 'secret set NAME' stores one");
        } else {
            Table table = new Table("NAME", "PROVIDER");
            found.forEach(table::row);
            table.print(console);
        }
        return 0;
    }

    /** The names, with the words for the stores that have them. */
    static Map<String, String> found(Session session) {
        Map<String, String> found = new TreeMap<>();
        Stores.all(session).forEach((word, store) -> {
            try (store) {
                store.list().forEach(name -> found.putIfAbsent(name.value(), word));
            } catch (UnavailableException e) {
                session.console().err().println("! " + store.describe() + ": " + e.getMessage());
            }
        });
        return found;
    }
}
