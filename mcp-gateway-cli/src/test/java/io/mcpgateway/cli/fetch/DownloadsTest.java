package io.mcpgateway.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.cli.community.RegistryServer;
import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownloadsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RegistryServer http = new RegistryServer().answer("/a", "{\"a\":1}");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void tearDown() {
        http.close();
    }

    private Session session(Terminal terminal, Map<String, String> environment) {
        return new Session(new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal));
    }

    @Test
    void aPersonSeesHowFarItIsAndNothingStays() {
        Session session = session(new Terminal(true, OptionalInt.of(80), true), Map.of());
        session.allowRemote(List.of(http.host()));
        assertThat(new Downloads(session)
                        .json(http.url() + "/a", 100, SOON)
                        .path("a")
                        .asInt())
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[KFetching " + http.url() + "/a: 1 kB of 1 kB\r\u001b[K");
        assertThat(out.size()).isZero();
    }

    @Test
    void aScriptSeesNothing() {
        Session session = session(Terminal.NONE, Map.of());
        assertThat(new Downloads(session, Set.of(http.host())).fetch(http.url() + "/a", 100, SOON))
                .isNotEmpty();
        assertThat(err.size() + out.size()).isZero();
    }

    @Test
    void theOldSwitchExemptsEveryPlace() {
        for (String on : List.of("1", "true", "TRUE")) {
            Session session = session(Terminal.NONE, Map.of("DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS", on));
            assertThat(new Downloads(session).fetch(http.url() + "/a", 100, SOON))
                    .isNotEmpty();
        }
        Session session = session(Terminal.NONE, Map.of("DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS", "0"));
        assertThatThrownBy(() -> new Downloads(session).fetch(http.url() + "/a", 100, SOON))
                .hasMessageContaining("https");
    }
}
