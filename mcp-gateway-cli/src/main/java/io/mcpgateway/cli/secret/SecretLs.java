package io.mcpgateway.cli.secret;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.spi.SecretStore.UnavailableException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code secret ls}: names, never values. */
@Command
public final class SecretLs implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public SecretLs(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Map<String, String> found = found(session);
        format.show(() -> json(found), () -> table(found));
        return 0;
    }

    private static ArrayNode json(Map<String, String> found) {
        ArrayNode list = Json.mapper().createArrayNode();
        found.forEach((name, word) -> list.addObject().put("name", name).put("provider", word));
        return list;
    }

    private void table(Map<String, String> found) {
        if (found.isEmpty()) {
            session.console().err().println("No secrets; 'secret set NAME' stores one");
            return;
        }
        Table table = new Table("NAME", "PROVIDER");
        found.forEach(table::row);
        table.print(session.console());
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
