package io.mcpgateway.cli.completion;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@Command
public final class CompletionScript implements Callable<Integer> {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final Session session;

    @Parameters(arity = "1", paramLabel = "bash|zsh|fish", description = "The shell; the script says where it goes")
    private String shell = "";

    /** The command of a run. */
    public CompletionScript(Session session) {
        this.session = session;
    }

    /** The shells that there are scripts for. */
    public static List<String> shells() {
        return SHELLS;
    }

    @Override
    public Integer call() throws IOException {
        if (!SHELLS.contains(shell)) {
            throw new ConfigException(
                    "no completion for the shell \"" + shell + "\"" + Suggestions.didYouMeanOneOf(shell, SHELLS));
        }
        try (InputStream in = CompletionScript.class.getResourceAsStream(shell)) {
            if (in == null) {
                throw new IllegalStateException("the script for " + shell + " is missing from the program");
            }
            session.console().out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return 0;
        }
    }
}
