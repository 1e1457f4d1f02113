package io.mcpgateway.cli.secret;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.StandardInput;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.spi.SecretStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret set}. */
@Command
public final class SecretSet implements Callable<Integer> {
    private static final int MOST_BYTES = 256 << 10;

    private final Session session;

    @Parameters(
            arity = "1",
            paramLabel = "NAME[=VALUE]",
            description =
                    "The secret; without a value that is read from standard input, where no other program sees it")
    private String text = "";

    @Option(
            names = "--provider",
            paramLabel = "credstore|env",
            description =
                    "Where to keep it: the Docker credential helper, or .env in the home (the first that there is)")
    private String provider = "";

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public SecretSet(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        int split = text.indexOf('=');
        SecretName name = new SecretName(split < 0 ? text : text.substring(0, split));
        Secret secret = Secret.of(split < 0 ? standardInput() : text.substring(split + 1));
        try (SecretStore.Writable store = Stores.named(session, provider)) {
            if (options.dryRun()) {
                session.console().out().println("Would store " + name + " in " + store.describe());
                return 0;
            }
            store.put(name, secret);
            session.console().err().println("Stored " + name + " in " + store.describe());
        }
        return 0;
    }

    /** All of it, but for one line break at the end. */
    private String standardInput() {
        return StandardInput.text(session.console(), MOST_BYTES).replaceFirst("\r?\n\\z", "");
    }
}
