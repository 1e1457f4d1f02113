package io.mcpgateway.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several homes, and the clients of one user. */
class ClientHomesTest {
    @TempDir
    Path directory;

    private Path one;
    private Path other;
    private Path cursor;

    @BeforeEach
    void setUp() throws IOException {
        one = directory.resolve("one");
        other = directory.resolve("other");
        cursor = directory.resolve("user/.cursor/mcp.json");
        Files.createDirectories(cursor.getParent());
    }

    private String ok(Path home, String... words) {
        Cli.Result result = new Cli(home)
                .environment("HOME", directory.resolve("user").toString())
                .run(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private List<String> arguments() throws IOException {
        List<String> words = new ArrayList<>();
        Json.parse(JsonText.of(Files.readString(cursor)))
                .at("/mcpServers/MCP_DOCKER/args")
                .forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Path standard() {
        return Path.of(System.getProperty("user.home"), ".docker", "mcp");
    }

    @Test
    void anEntryNamesAHomeThatIsNotTheUsualOne() throws IOException {
        ok(one, "client", "connect", "cursor", "--global");
        assertThat(arguments()).endsWith("gateway", "run", "--home", one.toString());

        ok(one, "client", "connect", "cursor", "--global", "--home", other.toString());
        assertThat(arguments()).endsWith("gateway", "run", "--home", other.toString());
    }

    @Test
    void anEntryDoesNotNameTheUsualHome() {
        String shown = ok(
                one,
                "client",
                "connect",
                "cursor",
                "--global",
                "--home",
                standard().toString(),
                "--dry-run");

        assertThat(shown).contains("\"gateway\", \"run\"").doesNotContain("--home");
    }

    @Test
    void aProfileThatGoesDisconnectsNoClientOfAnotherHome() throws IOException {
        ok(other, "profile", "create", "--name", "dev");
        ok(one, "profile", "create", "--name", "dev", "--connect", "cursor");
        String connected = Files.readString(cursor);

        assertThat(ok(other, "profile", "show", "dev", "--clients", "--json")).contains("\"clients\" : { }");
        assertThat(ok(one, "profile", "show", "dev", "--clients", "--json")).contains("\"cursor\"");
        assertThat(ok(other, "profile", "remove", "dev", "--yes")).isEqualTo("Removed profile dev\n");
        assertThat(cursor).hasContent(connected);
        assertThat(ok(one, "profile", "remove", "dev", "--yes")).endsWith("Disconnected clients: cursor\n");
    }

    @Test
    void anEntryWithoutAHomeIsTheUsualOnes() throws IOException {
        ok(one, "profile", "create", "--name", "dev");
        String connected =
                "{\"mcpServers\":{\"MCP_DOCKER\":{\"command\":\"docker\",\"args\":[\"mcp\",\"gateway\",\"run\","
                        + "\"--profile\",\"dev\"]}}}";
        Files.writeString(cursor, connected);

        ok(one, "profile", "remove", "dev", "--yes");
        assertThat(cursor).hasContent(connected);

        ok(one, "profile", "create", "--name", "dev");
        String own = connected.replace("]}}}", "],\"env\":{\"MCP_GATEWAY_HOME\":\"" + one + "\"}}}}");
        Files.writeString(cursor, own);
        assertThat(ok(one, "profile", "remove", "dev", "--yes")).endsWith("Disconnected clients: cursor\n");
    }
}
