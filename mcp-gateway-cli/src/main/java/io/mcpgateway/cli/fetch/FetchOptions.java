package io.mcpgateway.cli.fetch;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.cli.console.Session;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --allow-remote} of the commands that fetch. A mixin. */
public final class FetchOptions {
    private final Session session;

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Fetch from these places without HTTPS or at private addresses, too")
    private List<String> allowRemote = List.of();

    /** The options of a run. */
    public FetchOptions(Session session) {
        this.session = requireNonNull(session, "session");
    }

    /** Has the rest of the run fetch under these rules. */
    public void apply() {
        session.allowRemote(allowRemote);
    }
}
