package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.ServerStatus;
import io.mcpgateway.ServerStatus.State;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StartReport report = new StartReport(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private static ServerStatus server(String name, State state, int tools, int prompts, String... problems) {
        List<Problem> list = List.of(problems).stream()
                .map(problem -> new Problem("", problem))
                .toList();
        return new ServerStatus(name, Optional.of(ServerType.SERVER), state, tools, prompts, 0, 0, list);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void linesAreTheOnesThatUsersKnow() {
        List<ServerStatus> servers = List.of(
                server("a", State.LISTED, 3, 1),
                server("quiet", State.LISTED, 0, 0),
                server("b", State.BLOCKED, 0, 0, "secret 'b.key'\nis missing", "no image"),
                server("c", State.FAILED, 0, 0),
                server("d", State.LISTING, 0, 0));

        report.enabled(servers);
        report.listed(servers, Duration.ofMillis(1500));

        assertThat(lines())
                .containsExactly(
                        "- Those servers are enabled: a, quiet, b, c, d",
                        "  > a: (3 tools) (1 prompts)",
                        "  > Can't start b: secret 'b.key' is missing; no image",
                        "  > Can't start c: no reason is known",
                        "  > d: has not answered yet",
                        "> 3 tools listed in 1.5s");
    }

    @Test
    void nothingEnabledIsSaid() {
        report.enabled(List.of());

        assertThat(lines()).containsExactly("- No server is enabled");
    }
}
