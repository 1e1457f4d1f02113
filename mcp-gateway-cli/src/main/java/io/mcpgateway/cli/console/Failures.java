package io.mcpgateway.cli.console;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.SecretStore.DeniedException;
import io.mcpgateway.spi.SecretStore.UnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Tells people why a command failed, and scripts by the exit status. */
public final class Failures {
    private Failures() {}

    /**
     * Writes the message to standard error, without a stack trace unless the run is verbose.
     *
     * @return the exit status
     */
    public static int report(Throwable failure, Session session) {
        Throwable cause = unwrap(failure);
        // Messages quote what is foreign: names in catalogs, answers of servers.
        session.console().err().println(Table.lines(message(cause)));
        if (session.verbose()) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            session.console().err().print(Table.lines(trace.toString()));
        }
        return code(cause).exitStatus();
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && cause != null ? unwrap(cause) : failure;
    }

    private static ErrorCode code(Throwable cause) {
        if (cause instanceof UnavailableException || cause instanceof DeniedException) {
            return ErrorCode.SECRET;
        }
        return cause instanceof GatewayException known ? known.code() : ErrorCode.INTERNAL;
    }

    /** What to say of it: what a person can act upon, or that the gateway is at fault. */
    public static String message(Throwable cause) {
        if (code(cause) != ErrorCode.INTERNAL || cause instanceof GatewayException) {
            return String.valueOf(cause.getMessage());
        }
        return "The gateway is at fault: " + cause + " (--verbose shows where; please report it)";
    }
}
