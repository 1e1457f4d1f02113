package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --allow-remote} of the commands that may fetch what a reference names. A mixin. */
final class FetchOptions {
    private final Session session;

    FetchOptions(Session session) {
        this.session = session;
    }

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Fetch from these places without HTTPS or at private addresses, too")
    void allowRemote(List<String> places) {
        if (places != null) {
            session.allowRemote(places);
        }
    }
}
