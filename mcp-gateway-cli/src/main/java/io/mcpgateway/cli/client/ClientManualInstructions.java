package io.mcpgateway.cli.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code client manual-instructions}. */
@Command
public final class ClientManualInstructions implements Callable<Integer> {
    private final Session session;

    @Option(names = "--json", description = "As a JSON array of words")
    private boolean json;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "ID",
            description = "The profile that the client gets")
    private String profile = "";

    /** The command of a run. */
    public ClientManualInstructions(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<String> words = ClientChange.words(session, profile);
        if (json) {
            ArrayNode array = Json.mapper().createArrayNode();
            words.forEach(array::add);
            session.console().out().println(array);
        } else {
            session.console().out().print(String.join(" ", words));
        }
        return 0;
    }
}
