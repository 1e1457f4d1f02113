package io.mcpgateway.cli.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.model.ConfigException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlEditorTest {
    private static final List<String> PATH = List.of("extensions", "mcpdocker");

    private final YamlEditor editor = new YamlEditor("config.yaml");

    private static ObjectNode entry() {
        try {
            return (ObjectNode)
                    new ObjectMapper()
                            .readTree(
                                    "{\"name\":\"MCP_DOCKER\",\"args\":[\"mcp\",\"run\"],\"bundled\":null,\"envs\":{},\"timeout\":300,\"x\":\"a b\"}");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingBecomesADocument() {
        assertThat(editor.set("# mine\n", PATH, entry())).isEqualTo("""
                        # mine
                        extensions:
                          mcpdocker:
                            name: MCP_DOCKER
                            args:
                              - mcp
                              - run
                            bundled: null
                            envs: {}
                            timeout: 300
                            x: "a b"
                        """);
        assertThat(editor.setItem("", "mcpServers", entry()))
                .startsWith("mcpServers:\n  - name: MCP_DOCKER\n    args:\n      - mcp\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "extensions:\n  a: 1 # one\nother: x\n",
                "extensions:\n    a:\n        b: 1\n\n# end\n",
                "a: [1, 2]\r\nextensions:\r\n  \"k e\": |\r\n    text\r\n",
                "{extensions: {a: 1}, b: 2}",
                "extensions: {a: {x: 1}, b: 2} # flow",
                "extensions:\n  a: 1",
            })
    void aMemberSetAndRemovedLeavesTheSameText(String text) {
        String with = editor.set(text, PATH, entry());
        assertThat(editor.read(with).at("/extensions/mcpdocker")).isEqualTo(entry());
        assertThat(editor.set(with, PATH, entry())).isSameAs(with);
        String without = editor.remove(with, PATH);
        assertThat(without.strip()).isEqualTo(text.strip());
        assertThat(editor.remove(without, PATH)).isSameAs(without);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x\nmcpServers:\n  - name: a # one\n    command: b\nother: x\n",
                "mcpServers:\n- name: a\n- {name: b}\n\n# end\n",
                "mcpServers: [{name: a}]\nz: 1\n",
            })
    void anItemSetAndRemovedLeavesTheSameText(String text) {
        String with = editor.setItem(text, "mcpServers", entry());
        assertThat(editor.read(with).get("mcpServers")).contains(entry());
        assertThat(editor.setItem(with, "mcpServers", entry())).isSameAs(with);
        assertThat(editor.removeItem(with, "mcpServers", "MCP_DOCKER")).isEqualTo(text);
        assertThat(editor.removeItem(text, "mcpServers", "MCP_DOCKER")).isSameAs(text);
    }

    @Test
    void whatIsEmptyTakesAndGivesBack() {
        assertThat(editor.set("extensions: # none yet\nb: 1\n", PATH, entry()))
                .startsWith("extensions: # none yet\n  mcpdocker:\n    name: MCP_DOCKER\n")
                .endsWith("b: 1\n");
        assertThat(editor.set("extensions: {}\nb: 1\n", PATH, entry()))
                .startsWith("extensions:\n  mcpdocker:\n")
                .endsWith("b: 1\n");
        String only = editor.setItem("mcpServers: []\nb: 1\n", "mcpServers", entry());
        assertThat(editor.removeItem(only, "mcpServers", "MCP_DOCKER")).isEqualTo("mcpServers: []\nb: 1\n");
        String alone = editor.set("extensions: {}\nb: 1\n", PATH, entry());
        assertThat(editor.remove(alone, PATH)).isEqualTo("extensions: {}\nb: 1\n");
    }

    @Test
    void anotherValueTakesThePlaceOfTheOldOne() {
        String text = "extensions:\n  mcpdocker:\n    name: old\n  z: 1 # mine\n";
        assertThat(editor.set(text, PATH, entry())).contains("name: MCP_DOCKER").endsWith("  z: 1 # mine\n");
        String list = "mcpServers:\n  - name: MCP_DOCKER\n    command: old\n  - name: z # mine\n";
        assertThat(editor.setItem(list, "mcpServers", entry()))
                .startsWith("mcpServers:\n  - name: z # mine\n  - name: MCP_DOCKER\n")
                .doesNotContain("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extensions: [", "- a\n", "extensions: 7\n", "extensions: [1]\n", "a: 1\na: 2\n", "text"})
    void aBrokenTextIsReportedWithItsName(String text) {
        assertThatThrownBy(() -> editor.set(text, PATH, entry()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config.yaml");
    }

    private static final String SERVERS = """
            # mine
            servers:
              - type: image # first
                config: {dir: /a}
                tools: [x]
              # second
              - tools: []
                config:
                  a:
                    b: 1 # one
              - {type: remote, tools: [y]}
            end: 1
            """;

    @Test
    void aPathLeadsThroughTheItemsOfLists() {
        assertThat(editor.set(SERVERS, List.of("servers", "1", "config", "a", "c"), TextNode.valueOf("2")))
                .isEqualTo(SERVERS.replace("b: 1 # one\n", "b: 1 # one\n        c: \"2\"\n"));
        assertThat(editor.set(SERVERS, List.of("servers", "0", "config", "dir"), TextNode.valueOf("/b")))
                .isEqualTo(SERVERS.replace("{dir: /a}", "{\"dir\": \"/b\"}"));
        assertThat(editor.set(SERVERS, List.of("servers", "2", "config"), entry().objectNode()))
                .isEqualTo(SERVERS.replace("tools: [y]}", "tools: [y], \"config\": {}}"));
        assertThat(editor.remove(SERVERS, List.of("servers", "0", "tools")))
                .isEqualTo(SERVERS.replace("    tools: [x]\n", ""));
        assertThat(editor.remove(SERVERS, List.of("servers", "2", "type")))
                .isEqualTo(SERVERS.replace("type: remote, ", ""));
    }

    @Test
    void theFirstMemberOfAnItemSharesItsLineWithTheDash() {
        assertThat(editor.set(SERVERS, List.of("servers", "0", "type"), TextNode.valueOf("remote")))
                .isEqualTo(SERVERS.replace("- type: image # first", "- type: remote"));
        assertThat(editor.set(
                        SERVERS,
                        List.of("servers", "1", "tools"),
                        entry().arrayNode().add("z")))
                .isEqualTo(SERVERS.replace("  - tools: []\n", "  - tools:\n      - z\n"));
        assertThat(editor.remove(SERVERS, List.of("servers", "1", "tools")))
                .isEqualTo(SERVERS.replace("- tools: []\n    config:", "- config:"));
    }

    @Test
    void anItemIsAddedAndRemovedByItsPlace() {
        ObjectNode item = entry().objectNode().put("type", "image");
        assertThat(editor.addItem(SERVERS, "servers", item))
                .isEqualTo(SERVERS.replace("end: 1", "  - type: image\nend: 1"));
        assertThat(editor.removeItem(SERVERS, "servers", 2))
                .isEqualTo(SERVERS.replace("  - {type: remote, tools: [y]}\n", ""));
        assertThat(editor.read(editor.removeItem(SERVERS, "servers", 0)).at("/servers/0/config/a/b"))
                .isEqualTo(entry().numberNode(1));
    }

    @Test
    void anotherSpellingOfANumberIsAnotherValue() {
        JsonNode spelled = DecimalNode.valueOf(new BigDecimal("1.10"));
        assertThat(editor.set("a: 1.1\n", List.of("a"), spelled)).isEqualTo("a: 1.10\n");
    }

    @Test
    void manyItemsChangeAtOnceAndTheirCommentsStay() {
        ObjectNode more = entry().objectNode().put("type", "jvm");
        Map<String, Optional<JsonNode>> members = new LinkedHashMap<>();
        members.put("type", Optional.of(TextNode.valueOf("new")));
        members.put("image", Optional.of(TextNode.valueOf("a/b")));
        members.put("snapshot", Optional.of(more));
        members.put("tools", Optional.empty());
        String after =
                editor.update(SERVERS, "servers", Map.of(0, members, 1, members, 2, members), List.of(more, more));

        assertThat(after).isEqualTo("""
                # mine
                servers:
                  - type: new
                    config: {dir: /a}
                    image: a/b
                    snapshot:
                      type: jvm
                  # second
                  - config:
                      a:
                        b: 1 # one
                    type: new
                    image: a/b
                    snapshot:
                      type: jvm
                  - {"type": "new", "image": "a/b", "snapshot": {"type":"jvm"}}
                  - type: jvm
                  - type: jvm
                end: 1
                """);
        assertThat(editor.update(after, "servers", Map.of(0, members, 2, members), List.of()))
                .isEqualTo(after);
        assertThat(editor.update("servers: []\n", "servers", Map.of(), List.of(more)))
                .isEqualTo("servers:\n  - type: jvm\n");
    }
}
