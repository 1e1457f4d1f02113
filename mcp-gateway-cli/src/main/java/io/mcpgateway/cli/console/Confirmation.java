package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * {@code --yes} of the commands that take something away, and the question that they ask first. A mixin. Nobody is asked in
 * a script: it would wait for ever, or take the answer out of what it is to read.
 */
public final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");
    private static final int LONGEST_ANSWER = 1024;

    private final Session session;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask whether to go on; without a terminal nobody is asked")
    private boolean yes;

    /** The confirmation of a run. */
    public Confirmation(Session session) {
        this.session = requireNonNull(session, "session");
    }

    /**
     * Asks whether to go on, if there is somebody to ask and anything is to be done.
     *
     * @param loss what is going to be lost, as a sentence without its full stop
     * @throws GatewayException if the answer is anything but yes
     */
    public void ask(String loss) {
        if (yes || session.dryRun() || !session.console().canAsk()) {
            return;
        }
        session.console().out().flush();
        session.console().err().print(loss + ". Go on? [y/N] ");
        session.console().err().flush();
        if (!YES.contains(answer(session.console().in()).strip().toLowerCase(Locale.ROOT))) {
            throw new GatewayException(ErrorCode.DENIED, "Nothing is changed");
        }
    }

    /** One line; not a byte more, because what follows may be meant for others. */
    private static String answer(InputStream in) {
        byte[] line = new byte[LONGEST_ANSWER];
        int length = 0;
        try {
            int next = in.read();
            while (next >= 0 && next != '\n' && length < line.length) {
                line[length++] = (byte) next;
                next = in.read();
            }
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.DENIED, "Nothing is changed: standard input cannot be read: " + e.getMessage(), e);
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
