package io.mcpgateway.cli.secret;

import io.mcpgateway.cli.assembly.ConsoleEvents;
import io.mcpgateway.cli.assembly.GatewayAssembly;
import io.mcpgateway.cli.assembly.GatewayFlags;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.server.ServerReadiness;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.SecretStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret export}: the one command that prints values. */
@Command
public final class SecretExport implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "SERVER", description = "Servers, whose secrets are written as NAME=VALUE")
    private List<String> servers = List.of();

    @Option(names = "--reveal", description = "Write them to a terminal, too")
    private boolean reveal;

    /** The command of a run. */
    public SecretExport(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Console console = session.console();
        if (console.isTerminal() && !reveal) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    "This would show secrets on the terminal; --reveal does so, a file or a pipe is better");
        }
        GatewayAssembly assembly =
                new GatewayAssembly(session, new GatewayFlags(), new ConsoleEvents(session, EventSink.Level.WARN));
        Map<String, ServerEntry> known = new LinkedHashMap<>();
        for (Catalog catalog : assembly.catalogs()) {
            try (catalog) {
                known.putAll(catalog.read().servers());
            }
        }
        try (SecretStore store = assembly.secrets()) {
            for (String name : servers) {
                ServerEntry server = known.get(name);
                if (server == null) {
                    console.err()
                            .println("server " + name + " not found in catalog"
                                    + Suggestions.didYouMean(name, known.keySet()));
                    continue;
                }
                server.secrets().stream()
                        .map(ServerEntry.SecretEntry::name)
                        .distinct()
                        .forEach(secret -> print(store, secret));
            }
        }
        return 0;
    }

    private void print(SecretStore store, String name) {
        Optional<String> misnamed = ServerReadiness.misnamed(name);
        if (misnamed.isPresent()) {
            session.console().err().println(misnamed.get());
            return;
        }
        Optional<Secret> secret = store.find(new SecretName(name));
        if (secret.isPresent()) {
            session.console().out().println(name + "=" + secret.get().reveal());
        } else {
            session.console().err().println("secret " + name + " is not stored");
        }
    }
}
