package io.mcpgateway.cli;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Runs commands in this JVM as the program would, on a home of the test's own. */
public final class Cli {
    private final Map<String, String> environment = new HashMap<>();
    private OptionalInt columns = OptionalInt.empty();
    private boolean terminal;
    private boolean canAsk;
    private String input = "";

    public Cli(Path home) {
        environment.put("MCP_GATEWAY_HOME", home.toString());
    }

    public Cli environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Cli terminal(int width) {
        this.columns = OptionalInt.of(width);
        return terminalWithoutSize();
    }

    /** Output goes to a terminal that does not say how wide it is. */
    public Cli terminalWithoutSize() {
        this.terminal = true;
        return this;
    }

    /** Somebody is there to be asked, and says this. */
    public Cli answers(String text) {
        this.canAsk = true;
        return input(text);
    }

    public Cli input(String text) {
        this.input = text;
        return this;
    }

    public Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                new Terminal(terminal, columns, canAsk));
        int status = new CommandTree(new Session(console)).execute(args);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** How a command ended. */
    public record Result(int status, String out, String err) {}
}
