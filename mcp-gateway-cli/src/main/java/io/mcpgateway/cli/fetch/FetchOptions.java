package io.mcpgateway.cli.fetch;

import io.mcpgateway.cli.console.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --allow-remote} of the commands that fetch. A mixin. */
public final class FetchOptions {
    private final Session session;

    /** The options of a run. */
    public FetchOptions(Session session) {
        this.session = session;
    }

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Fetch from these places without HTTPS or at private addresses, too")
    void allowRemote(@Nullable List<String> places) {
        if (places != null) { // picocli's way to say that it begins
            session.allowRemote(places);
        }
    }
}
