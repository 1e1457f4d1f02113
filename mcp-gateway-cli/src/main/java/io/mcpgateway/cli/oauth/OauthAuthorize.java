package io.mcpgateway.cli.oauth;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oauth authorize}. */
@Command
public final class OauthAuthorize extends OauthChange {
    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            description = "What to ask for, separated by spaces (what the server wants)")
    @SuppressWarnings("UnusedVariable") // of use on the day on which one can sign in
    private String scopes = "";

    @Option(
            names = "--open-browser",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Open the page in a browser, and do not only show its address")
    @SuppressWarnings("UnusedVariable")
    private boolean openBrowser = true;

    /** The command of a run. */
    public OauthAuthorize(Session session) {
        super(session);
    }

    @Override
    String act() {
        return "sign in to";
    }
}
