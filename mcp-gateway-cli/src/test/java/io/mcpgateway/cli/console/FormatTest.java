package io.mcpgateway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest extends CliHome {
    private static final String CATALOG = """
            name: docker-mcp
            registry:
              notes:
                type: server
                image: mcp/notes@sha256:0123
                description: "Keeps: notes\\nof #all kinds"
                secrets: [{name: notes.token, env: TOKEN}]
                tools: [{name: add_note, description: Adds a note}]
                stars: 1.10
                dated: 2025-01-01
                nobody-knows: {yes: "no", list: [], map: {}, "a b": [[1], {c: ~}]}
            """;

    @BeforeEach
    void setUp() throws IOException {
        file("catalogs/docker-mcp.yaml", CATALOG);
        file("catalog.json", "{\"catalogs\":{\"docker-mcp\":{\"displayName\":\"D\"}}}");
        file("registry.yaml", "registry: {notes: {ref: \"\"}}");
        file("config.yaml", "notes: {depth: 007}");
        file(".env", "notes.token=s3cret\n");
    }

    private String shown(String line) {
        return ok(line.split(" ")).out();
    }

    static JsonNode yaml(String text) {
        return Json.parse(YamlReader.read("yaml", text).orElseThrow().toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog ls",
                "catalog show docker-mcp",
                "client ls --global",
                "config read",
                "feature ls",
                "secret ls",
                "server inspect notes",
                "server ls",
                "tools count --gateway-arg=--servers=time",
                "tools inspect get_current_time --gateway-arg=--servers=time",
                "tools ls --gateway-arg=--servers=time"
            })
    void whatIsListedIsTheSameInJsonAndYaml(String line) {
        String json = shown(line + " --format json");
        String yaml = shown(line + " --format=YAML");

        assertThat(json).endsWith("\n");
        assertThat(yaml).endsWith("\n").doesNotStartWith("{\n").doesNotStartWith("[\n");
        assertThat(yaml(yaml)).isEqualTo(yaml(json));
        assertThat(shown(line + " --format human")).isEqualTo(shown(line + " --format list"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"catalog ls", "catalog show docker-mcp", "client ls", "feature ls", "secret ls", "server ls"})
    void jsonHasAFlagOfItsOwn(String line) {
        assertThat(shown(line + " --json")).isEqualTo(shown(line + " --format json"));
    }

    @Test
    void catalogsKeepWhatNobodyKnows() {
        JsonNode entry = yaml(CATALOG).path("registry").path("notes");

        assertThat(yaml(shown("catalog show docker-mcp --format json"))
                        .path("registry")
                        .path("notes"))
                .isEqualTo(entry);
        assertThat(yaml(shown("catalog show docker-mcp --format yaml"))
                        .path("registry")
                        .path("notes"))
                .isEqualTo(entry);
        assertThat(shown("catalog show docker-mcp --format yaml")).contains("stars: 1.10\n", "dated: \"2025-01-01\"\n");
    }

    @Test
    void aServerCanBeReadByPeople() {
        assertThat(shown("server inspect notes --format list"))
                .containsPattern("TYPE +server")
                .containsPattern("notes.token +stored +TOKEN")
                .containsPattern("add_note +enabled +Adds a note")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog ls", "tools ls", "server ls"})
    void anUnknownFormatIsRefusedByName(String line) {
        Result refused = cli.run((line + " --format jsn").split(" "));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("Invalid value for option '--format': unknown format 'jsn' (there are list, json, yaml);"
                        + " did you mean 'json'?\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"a: b\"",
                "null",
                "{\"a\":[[],{},[[\"- x\"]],{\"b\":{\"c\":[1,2.50,-3e7]}}]}",
                "{\"no\":\"yes\",\"~\":\"null\",\"1\":\"0x1F\",\"\":\"\",\" lead\":\"trail \",\"#\":\"@\\u0007\\u0085\\u2028\\ufeff\"}",
                "{\"t\":\"line\\nline\\ttab\\\\ \\\"q\\\" 'q' \\ud83d\\ude00 \\u007f\",\"d\":\"2025-01-01\",\"o\":\"012\"}",
                "{\"l\":\"a\\n  b\\n\\tc\\n\\nd\",\"m\":[\"x\\ny\\n\",\"x\\n \\ny\",\" x\\ny\",\"x\\n\\n\"]}",
                "[9007199254740993,123456789012345678901234567890,1e400,true]"
            })
    void yamlSaysWhatTheJsonSays(String json) {
        JsonNode value = Json.parse(JsonText.of(json));

        String text = Yaml.document(value);

        assertThat(text).endsWith("\n");
        assertThat(YamlReader.read("yaml", text).map(node -> Json.parse(node.toJson())))
                .contains(value);
    }

    @Test
    void aLongNameIsStillAName() {
        JsonNode value = Json.mapper().createObjectNode().put("k".repeat(5_000), "v");

        assertThat(yaml(Yaml.document(value))).isEqualTo(value);
    }
}
