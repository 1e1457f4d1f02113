package io.mcpgateway.cli.policy;

import io.mcpgateway.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code policy dump}. */
@Command
public final class PolicyDump implements Callable<Integer> {
    private final Session session;

    /** The command of a run. */
    public PolicyDump(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String rules = SecretRules.read(session.home());
        if (rules.isEmpty()) {
            session.console().err().println("No rules are set");
            return 0;
        }
        session.console().out().print(rules.endsWith("\n") ? rules : rules + "\n");
        return 0;
    }
}
