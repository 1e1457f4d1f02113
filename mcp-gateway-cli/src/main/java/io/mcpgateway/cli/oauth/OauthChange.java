package io.mcpgateway.cli.oauth;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/** What {@code oauth authorize} and {@code oauth revoke} share: neither can do anything yet, and both say so. */
abstract sealed class OauthChange implements Callable<Integer> permits OauthAuthorize, OauthRevoke {
    private final Session session;

    @Parameters(
            arity = "1",
            paramLabel = "APP",
            description = "A server that wants somebody to sign in; 'oauth ls' lists them")
    private String app = "";

    OauthChange(Session session) {
        this.session = session;
    }

    /** What cannot be done. */
    abstract String act();

    @Override
    public final Integer call() {
        SignInServers.read(session).require(app);
        throw new GatewayException(
                ErrorCode.INTERNAL,
                "Cannot " + act() + " '" + app
                        + "': signing in comes with a later version. A server that takes a token as a"
                        + " secret can be given one with 'mcp-gateway secret set'");
    }
}
