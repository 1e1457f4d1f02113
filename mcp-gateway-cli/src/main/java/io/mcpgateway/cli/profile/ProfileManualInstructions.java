package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code profile manual-instructions}. */
@Command
public final class ProfileManualInstructions implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Mixin
    private final FormatOptions format;

    /** The command of a run. */
    public ProfileManualInstructions(Session session) {
        this.session = session;
        this.format = new FormatOptions(session);
    }

    @Override
    public Integer call() {
        Profiles.of(session.home()).requireExists(id);
        List<String> words = ProfileClients.words(session, id);
        ArrayNode list = Json.mapper().createArrayNode();
        words.forEach(list::add);
        format.show(() -> list, () -> session.console().out().print(String.join(" ", words)));
        return 0;
    }
}
