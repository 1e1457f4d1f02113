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
            case BLOCKED, FAILED ->
                err.println("  > Can't start " + server.name() + ": " + problems(server.problems()));
            case READY, LISTING -> err.println("  > " + server.name() + ": has not answered yet");
            case LISTED -> {
                String counts = counts(server);
                if (!counts.isEmpty()) {
                    err.println("  > " + server.name() + ":" + counts);
                }
                for (Problem problem : server.problems()) {
                    err.println("  ! " + server.name() + ": " + Table.plain(problem.toString()));
                }
            }
        }
    }

    private static String problems(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "no reason is known";
        }
        return problems.stream().map(problem -> Table.plain(problem.toString())).collect(Collectors.joining("; "));
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
