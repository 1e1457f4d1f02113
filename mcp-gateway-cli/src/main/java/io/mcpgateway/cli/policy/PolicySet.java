package io.mcpgateway.cli.policy;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.StandardInput;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code policy set}. */
@Command
public final class PolicySet implements Callable<Integer> {
    private static final int MOST_BYTES = 1 << 20;

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "RULES",
            hideParamSyntax = true,
            description = "Lines 'SECRET allows TARGET'; none, or -, for standard input")
    private @Nullable String given;

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public PolicySet(Session session) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        String text = given;
        boolean fromInput = text == null || text.equals("-");
        String rules = text == null || fromInput ? StandardInput.text(session.console(), MOST_BYTES) : text;
        String source = fromInput ? "standard input" : "the rules";
        boolean done = options.change(
                "policy set",
                "This replaces the rules that there are",
                change -> SecretRules.write(session.home(), source, rules, change));
        if (done) {
            session.console()
                    .err()
                    .println("The rules are kept, and not yet enforced: this version has no policy engine");
        }
        return 0;
    }
}
