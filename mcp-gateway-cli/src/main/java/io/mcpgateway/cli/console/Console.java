package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a command reads and writes. Standard output belongs to what was asked for or to the protocol; all else goes to
 * standard error. Thread-safe as far as its streams are.
 */
public final class Console {
    /** As it should be. */
    public static final int GREEN = 32;

    /** Worth a look. */
    public static final int ORANGE = 33;

    /** Wrong. */
    public static final int RED = 31;

    private final InputStream in;
    private final OutputStream protocol;
    private final PrintStream out;
    private final PrintStream seen;
    private volatile PrintStream err;
    private final Map<String, String> environment;
    private final Terminal terminal;

    /**
     * A console.
     *
     * @param in standard input
     * @param out standard output
     * @param err for everything else
     * @param environment the environment variables
     * @param terminal what of these is a terminal
     */
    public Console(
            InputStream in, OutputStream out, PrintStream err, Map<String, String> environment, Terminal terminal) {
        this.in = requireNonNull(in, "in");
        this.protocol = requireNonNull(out, "out");
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.seen = requireNonNull(err, "err");
        this.err = seen;
        this.environment = Map.copyOf(environment);
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** Standard output for bytes; unlike {@link #out()} it tells when nobody reads any more. */
    public OutputStream protocol() {
        return protocol;
    }

    /** For what was asked for, as text. */
    public PrintStream out() {
        return out;
    }

    /** For everything else. */
    public PrintStream err() {
        return err;
    }

    /** Like {@link #err()}, for what must not get into copies, such as a token. */
    public PrintStream uncopiedErr() {
        return seen;
    }

    /**
     * From now on, writes what goes to standard error to another stream, too.
     *
     * @return ends that
     */
    public Runnable copyErr(OutputStream copy) {
        PrintStream before = err;
        PrintStream both = new PrintStream(new Tee(before, copy), true, StandardCharsets.UTF_8);
        // The libraries' log lines go past this class.
        boolean process = System.err == before;
        err = both;
        if (process) {
            System.setErr(both);
        }
        return () -> {
            both.flush();
            err = before;
            if (process) {
                System.setErr(before);
            }
        };
    }

    /** The environment variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Whether a terminal shows what is written to {@link #out()}. */
    public boolean isTerminal() {
        return terminal.output();
    }

    /** The width of the terminal behind {@link #out()}; empty if there is none, and then nothing is cut. */
    public OptionalInt columns() {
        return terminal.columns();
    }

    /** Whether somebody sees what is written to {@link #err()}, and can answer. */
    public boolean canAsk() {
        return terminal.canAsk();
    }

    /** The text in bold, where there is a terminal and {@code NO_COLOR} does not forbid it. */
    public String bold(String text) {
        return colours() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** The text in a colour, where {@link #colours()} are allowed. */
    public String colour(String text, int colour) {
        return colours() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    /** Whether escape sequences for colours may be written. */
    public boolean colours() {
        return terminal.columns().isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
