package io.mcpgateway.cli.oauth;

import io.mcpgateway.cli.console.Session;
import picocli.CommandLine.Command;

/** {@code oauth revoke}. */
@Command
public final class OauthRevoke extends OauthChange {
    /** The command of a run. */
    public OauthRevoke(Session session) {
        super(session);
    }

    @Override
    String act() {
        return "sign out of";
    }
}
