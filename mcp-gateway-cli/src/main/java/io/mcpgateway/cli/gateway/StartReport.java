package io.mcpgateway.cli.gateway;

import io.mcpgateway.ServerStatus;
import io.mcpgateway.cli.assembly.Durations;
import io.mcpgateway.cli.console.Table;
import io.mcpgateway.model.Problem;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Tells on standard error how a start goes, in lines that users of the Go gateway know. */
final class StartReport {
    private final PrintStream err;

    StartReport(PrintStream err) {
        this.err = err;
    }

    void enabled(List<ServerStatus> servers) {
        if (servers.isEmpty()) {
            err.println("- No server is enabled");
            return;
        }
        err.println("- Those servers are enabled: "
                + servers.stream().map(ServerStatus::name).collect(Collectors.joining(", ")));
    }

    /** What each server offers, or what is missing. */
    void listed(List<ServerStatus> servers, Duration took) {
        int tools = 0;
        for (ServerStatus server : servers) {
            tools += server.tools();
            line(server);
        }
        err.println("> " + tools + " tools listed in " + Durations.text(took));
    }

    private void line(ServerStatus server) {
        switch (server.state()) {
            case BLOCKED, FAILED -> err.println("  > Can't start " + server.name() + ": " + problems(server));
            case READY, LISTING -> err.println("  > " + server.name() + ": has not answered yet");
            case LISTED -> {
                String counts = counts(server);
                if (!counts.isEmpty()) {
                    err.println("  > " + server.name() + ":" + counts);
                }
                for (Problem problem : server.problems()) {
                    err.println("  ! " + server.name() + ": " + text(server, problem));
                }
            }
        }
    }

    private static String problems(ServerStatus server) {
        if (server.problems().isEmpty()) {
            return "no reason is known";
        }
        return server.problems().stream().map(problem -> text(server, problem)).collect(Collectors.joining("; "));
    }

    /** Without the server's name where the line has it already. */
    private static String text(ServerStatus server, Problem problem) {
        return Table.plain(problem.where().equals(server.name()) ? problem.message() : problem.toString());
    }

    private static String counts(ServerStatus server) {
        return count(server.tools(), "tools")
                + count(server.prompts(), "prompts")
                + count(server.resources(), "resources")
                + count(server.templates(), "resourceTemplates");
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : " (" + number + " " + what + ")";
    }
}
