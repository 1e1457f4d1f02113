package io.mcpgateway.cli.assembly;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.spi.EventSink;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes events to standard error, one line each. Thread-safe. */
public final class ConsoleEvents implements EventSink {
    private final Session session;
    private final Level least;
    private volatile boolean startReported = true;

    /** Shows events of at least this level; a verbose run shows all. */
    public ConsoleEvents(Session session, Level least) {
        this.session = session;
        this.least = session.verbose() ? Level.DEBUG : least;
    }

    /**
     * Holds back what is told of single servers, as long as a report at the end of the start will say the same; a verbose
     * run holds nothing back.
     *
     * @param reported whether the report has been made
     */
    public void startReported(boolean reported) {
        this.startReported = reported || session.verbose();
    }

    @Override
    public void event(Level level, String message, Map<String, String> facts) {
        if (level.compareTo(least) < 0 || (!startReported && facts.containsKey("server"))) {
            return;
        }
        // Facts come from servers too: each stays on its line and cannot steer the terminal.
        String details = facts.entrySet().stream()
                .map(fact -> fact.getKey() + "=" + Table.plain(fact.getValue()))
                .collect(Collectors.joining(", "));
        session.console()
                .err()
                .println(mark(level) + Table.plain(message) + (details.isEmpty() ? "" : " (" + details + ")"));
    }

    private static String mark(Level level) {
        return switch (level) {
            case DEBUG, INFO -> "- ";
            case WARN -> "! Warning: ";
            case ERROR -> "! Error: ";
        };
    }
}
