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
    /** The launcher's word on the terminal behind standard output: its number of columns. */
    public static final String COLUMNS_PROPERTY = "io.mcpgateway.cli.columns";

    private final InputStream in;
    private final OutputStream protocol;
    private final PrintStream out;
    private volatile PrintStream err;
    private final Map<String, String> environment;
    private final OptionalInt columns;

    /**
     * A console.
     *
     * @param in standard input
     * @param out standard output
     * @param err for everything else
     * @param environment the environment variables
     * @param columns the width of the terminal behind {@code out}; empty if there is none
     */
    public Console(
            InputStream in, OutputStream out, PrintStream err, Map<String, String> environment, OptionalInt columns) {
        this.in = requireNonNull(in, "in");
        this.protocol = requireNonNull(out, "out");
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = requireNonNull(err, "err");
        this.environment = Map.copyOf(environment);
        this.columns = requireNonNull(columns, "columns");
    }

    /** Reads the launcher's word, such as {@code 120}; what is no sensible width means that there is no terminal. */
    public static OptionalInt columns(String text) {
        try {
            int value = Integer.parseInt(text.strip());
            return value >= 20 ? OptionalInt.of(value) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
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

    /** The width of the terminal behind {@link #out()}; empty if there is none, and then nothing is cut. */
    public OptionalInt columns() {
        return columns;
    }

    /** The text in bold, where there is a terminal and {@code NO_COLOR} does not forbid it. */
    public String bold(String text) {
        return colours() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Whether escape sequences for colours may be written. */
    public boolean colours() {
        return columns.isPresent() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
