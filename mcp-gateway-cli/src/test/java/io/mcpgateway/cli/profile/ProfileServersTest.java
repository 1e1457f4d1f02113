package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileServersTest {
    @TempDir
    Path directory;

    private ProfileHome home;

    @BeforeEach
    void setUp() {
        home = new ProfileHome(directory);
    }

    @Test
    void addingAgainReadsAnewAndKeepsWhatTheUserChose() throws IOException {
        home.dev("notes", "web");
        home.ok("profile", "config", "dev", "--set", "notes.dir=/data");
        home.ok("profile", "tools", "dev", "--disable", "notes.get");
        Files.writeString(home.profile("dev"), home.text("dev").replace("    tools:\n", "    tools: # mine\n"));
        Path catalog = home.home.resolve("catalogs/mine.yaml");
        Files.writeString(
                catalog,
                ProfileHome.CATALOG
                        .replace("example/notes:1", "example/notes:2")
                        .replace("[{name: add}, {name: get}, {name: get.all}]", "[{name: add}, {name: put}]"));

        Cli.Result added = home.run("profile", "server", "add", "dev", "--server", "catalog://mine/notes+com.example");

        assertThat(added.out()).isEqualTo("""
                Replaced server notes in profile dev
                Added 2 server(s) to profile dev (replaced 1)
                """);
        assertThat(added.err()).contains("keeps its configuration", "no longer lists", "get.all");
        JsonNode servers = home.json("profile", "show", "dev", "--json").get("servers");
        assertThat(servers.findValuesAsText("image"))
                .containsSubsequence("example/notes:2", "example/notes:2", "example/short");
        assertThat(servers.at("/0/config/dir").asText()).isEqualTo("/data");
        assertThat(servers.at("/0/tools")).hasToString("[\"add\",\"get.all\"]");
        assertThat(servers.at("/0/snapshot/server/tools/1/name").asText()).isEqualTo("put");
        assertThat(home.text("dev")).contains("tools: # mine");
    }

    @Test
    void serversAreRemovedByNameAndUnknownOnesAreTold() {
        home.dev("notes", "web", "com.example", "com.example.notes");

        Cli.Result removed =
                home.run("profile", "server", "remove", "dev", "web", "wbe", "--name", "com.example.notes");
        assertThat(removed.out()).isEqualTo("Removed 2 server(s) from profile dev\n");
        assertThat(removed.err()).contains("server wbe not found in profile dev; did you mean 'web'?");
        assertThat(home.ok("profile", "server", "ls", "dev"))
                .contains("com.example ", "notes")
                .doesNotContain("web");
        home.ok("profile", "server", "rm", "dev", "notes", "com.example");
        assertThat(home.text("dev")).contains("servers: []\n");
        home.ok("profile", "server", "add", "dev", "catalog://mine/web");
        assertThat(home.json("profile", "server", "list", "dev", "--json").findValuesAsText("endpoint"))
                .containsExactly("https://web.example/mcp");
    }

    @Test
    void serversOfAllProfilesAreFiltered() {
        home.dev("notes", "web");
        home.ok("profile", "create", "--name", "Other", "--server", "catalog://mine/web");

        assertThat(home.ok("profile", "server", "ls").lines())
                .containsExactly(
                        "PROFILE  TYPE    SERVER  TOOLS  IDENTIFIER",
                        "dev      image   notes   all    example/notes:1",
                        "dev      remote  web     all    https://web.example/mcp",
                        "other    remote  web     all    https://web.example/mcp");
        assertThat(home.ok("profile", "server", "ls", "-f", "name=NOT").lines()).hasSize(2);
        assertThat(home.ok("profile", "server", "ls", "-f", "profile=other").lines())
                .hasSize(2);
        assertThat(home.ok("profile", "server", "ls", "other").lines()).hasSize(2);
        assertThat(home.ok("profile", "server", "ls", "-f", "name=zzz")).isEqualTo("No servers found\n");
        JsonNode all = home.json("profile", "server", "ls", "--format", "json");
        assertThat(all.at("/1/id").asText()).isEqualTo("other");
        assertThat(all.at("/1/servers/0/snapshot/server/name").asText()).isEqualTo("web");
        assertThat(all.at("/0/servers/0/catalogRef").asText()).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2|add dev|at least one server must be specified",
                "3|add nope catalog://mine/web|profile nope not found",
                "3|add dev catalog://mine/wbe|did you mean 'web'?",
                "2|remove dev|at least one server name must be specified",
                "3|remove dev wbe|no matching servers found to remove",
                "2|ls -f name|invalid filter format: name",
                "2|ls -f type=image|unsupported filter key: type",
                "3|ls nope|profile nope not found",
            })
    void whatIsWrongIsOneLine(int status, String words, String message) {
        home.dev("notes", "web");

        assertThat(home.fails(status, ("profile server " + words).split(" "))).contains(message);
    }

    @Test
    void twoServersOfOneNameAreNotOne() throws IOException {
        home.dev("web");
        Files.writeString(home.home.resolve("catalogs/more.yaml"), "registry: {notes: {image: example/another}}\n");
        Files.writeString(home.home.resolve("catalog.json"), "{\"catalogs\":{\"mine\":{},\"more\":{}}}");

        String told =
                "two different servers are called notes: one of catalog://mine/notes, one of catalog://more/notes";
        String[] two = {"--server", "catalog://mine/notes", "--server", "catalog://more/notes"};
        assertThat(home.fails(2, "profile", "create", "--name", "x", two[0], two[1], two[2], two[3]))
                .contains(told);
        assertThat(home.fails(2, "profile", "server", "add", "dev", two[1], two[3]))
                .contains(told);
        assertThat(home.ok("profile", "server", "add", "dev", two[1], two[1])).contains("Added 1 server(s)");
    }
}
