package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * What a person sees and can answer, by the launcher's word: the JVM itself cannot tell.
 *
 * @param output whether standard output is a terminal
 * @param columns its width; empty if there is none, or none that makes sense
 * @param canAsk whether both standard input and standard error are a terminal, so that a question would be seen and answered
 */
public record Terminal(boolean output, OptionalInt columns, boolean canAsk) {
    /** Nobody is there: a script, a client, a pipe. */
    public static final Terminal NONE = new Terminal(false, OptionalInt.empty(), false);

    /** The launcher's word on a terminal behind standard output: {@code true}. */
    private static final String OUTPUT_PROPERTY = "io.mcpgateway.cli.terminal";

    /** The launcher's word on the terminal behind standard output: its number of columns. */
    private static final String COLUMNS_PROPERTY = "io.mcpgateway.cli.columns";

    /** The launcher's word on somebody who can be asked: {@code true}. */
    private static final String CAN_ASK_PROPERTY = "io.mcpgateway.cli.canask";

    /** Checks the components. */
    public Terminal {
        requireNonNull(columns, "columns");
    }

    /** As the launcher says. */
    public static Terminal ofLauncher() {
        return new Terminal(
                Boolean.getBoolean(OUTPUT_PROPERTY),
                columns(System.getProperty(COLUMNS_PROPERTY, "")),
                Boolean.getBoolean(CAN_ASK_PROPERTY));
    }

    /** Reads the launcher's word, such as {@code 120}; what is no sensible width is none. */
    static OptionalInt columns(String text) {
        try {
            int value = Integer.parseInt(text.strip());
            return value >= 20 ? OptionalInt.of(value) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
