package io.mcpgateway.cli.community;

import static io.mcpgateway.cli.community.RegistryServer.image;
import static io.mcpgateway.cli.community.RegistryServer.official;
import static io.mcpgateway.cli.community.RegistryServer.page;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCommandsTest {
    private static final String SEARCH = "/v0/servers?version=latest&limit=100&search=notes";

    @TempDir
    Path home;

    private final RegistryServer http = new RegistryServer();
    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(home);
        http.answer(
                SEARCH,
                page(
                        "",
                        image("io.acme/notes", "1.0", official("active", true)),
                        "{\"server\":{\"name\":\"io.acme/notes-net\",\"packages\":[{\"registryType\":\"nuget\"}]}}"));
        http.answer("/v0/servers/io.acme%2Fnotes/versions", page("", image("io.acme/notes", "1.0", "")));
        http.answer(
                "/v0/servers/io.acme%2Fnotes/versions/0.9",
                "{\"name\":\"io.acme/notes\",\"version\":\"0.9\","
                        + "\"packages\":[{\"registryType\":\"oci\",\"identifier\":\"acme/notes:0.9\",\"packageArguments\":"
                        + "[{\"type\":\"named\",\"name\":\"--dir\",\"isRequired\":true}],\"environmentVariables\":"
                        + "[{\"name\":\"KEY\",\"isSecret\":true}],\"runtimeArguments\":[{\"name\":\"--privileged\"}]}]}");
    }

    @AfterEach
    void tearDown() {
        http.close();
    }

    private Result run(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--allow-remote";
        all[words.length + 1] = http.host();
        return cli.run(all);
    }

    @Test
    void searchShowsWhatCanBeRunAndSaysWhatCannot() throws IOException {
        Result list = run("registry", "search", "notes", "--registry", http.url());
        assertThat(list.status()).as(list.err()).isZero();
        assertThat(list.out()).hasLineCount(2).contains("io.acme/notes  1.0      image  Does io.acme/notes");
        assertThat(list.err()).isEqualTo("Left out, because the gateway cannot run or reach them: nuget (1)\n");
        JsonNode json = new ObjectMapper()
                .readTree(run("registry", "search", "notes", "--registry", http.url(), "--format", "json")
                        .out());
        assertThat(json).hasSize(1);
        assertThat(json.at("/0/type").asText()).isEqualTo("registry");
        assertThat(json.at("/0/source").asText()).isEqualTo(http.url() + "/v0/servers/io.acme%2Fnotes/versions/1.0");
        assertThat(json.at("/0/snapshot/server/image").asText()).isEqualTo("docker.io/acme/notes:1.0");
        assertThat(run("registry", "search", "notes", "--registry", http.url(), "--format", "yaml")
                        .out())
                .startsWith("- type: registry\n  source:");
    }

    @Test
    void searchThatFindsNothingOrNotAllSaysSo() {
        http.answer(SEARCH.replace("notes", "none"), page(""));
        assertThat(run("registry", "search", "none", "--registry", http.url()).out())
                .isEqualTo("No servers found.\n");
        assertThat(run("registry", "search", "none", "--registry", http.url(), "--json")
                        .out())
                .isEqualToIgnoringWhitespace("[]");
        http.answer(SEARCH.replace("notes", "many"), page("2", image("a/many", "1", "")));
        Result result = run("registry", "search", "many", "--registry", http.url());
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("a/many");
        assertThat(result.err()).contains("! Not complete: page 2", "404");
    }

    @Test
    void aRegistryThatCannotBeReadIsOneLine() {
        http.answer("/v0/servers?version=latest&limit=100&search=x", "<html>");
        Result result = run("registry", "search", "x", "--registry", http.url());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).contains("is no valid JSON");
        result = cli.run("registry", "search", "x", "--registry", http.url());
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).hasLineCount(1).contains("https");
        result = run("registry", "search", "x", "--registry", "not a host");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1);
        result = run("registry", "search", "x", "--registry", http.url() + "/nothing");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).hasLineCount(1).contains("404");
    }

    @Test
    void showTellsHowAServerWouldRun() {
        Result result = run("registry", "show", "io.acme/notes", "--registry", http.url());
        assertThat(result.out()).contains("io.acme/notes 1.0", "docker.io/acme/notes:1.0", "io-acme-notes");
        result = run("registry", "show", "io.acme/notes@0.9", "--registry", http.url());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("--dir={{io-acme-notes.dir}}", "io-acme-notes.KEY (optional)", "dir (required)");
        assertThat(result.err()).contains("! Note: runtime argument '--privileged' is left out");
        assertThat(run("registry", "show", http.url() + "/v0/servers/io.acme%2Fnotes", "--format", "yaml")
                        .out())
                .startsWith("type: registry\nsource: \"" + http.url());
        result = run("registry", "show", "io.acme/none", "--registry", http.url());
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).hasLineCount(1).contains("server not found: io.acme/none", "registry search");
    }

    @Test
    void aServerIsImportedByReferenceWithWhatTheUserShouldKnow() {
        assertThat(cli.run("catalog", "create", "mine").status()).isZero();
        String[] words = {
            "catalog", "import", "mine", "--mcp-registry", http.url() + "/v0/servers/io.acme%2Fnotes/versions/0.9"
        };
        Result result = run(words);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("--privileged");
        assertThat(home.resolve("catalogs/mine.yaml"))
                .content()
                .contains("acme/notes:0.9", "registryUrl: \"" + http.url());
        words[4] = http.url() + "/v0/servers/io.acme%2Fnotes/versions/7";
        result = run(words);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("server version not found: io.acme/notes 7");
    }
}
