package io.mcpgateway.cli.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlEditorTest {
    private static final List<String> PATH = List.of("mcp_servers", "MCP_DOCKER");

    private final TomlEditor editor = new TomlEditor("config.toml");

    private static ObjectNode entry(String command) {
        try {
            return (ObjectNode) new ObjectMapper()
                    .readTree("{\"command\":\"" + command
                            + "\",\"args\":[\"mcp\",\"gateway\",\"run\"],\"env\":{\"A B\":\"C:\\\\x \\\"y\\\"\"}}");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void byteOrderMarkStays() {
        String text = "\uFEFF[a]\nb = 1\n";

        String with = editor.set(text, PATH, entry("docker"));

        assertThat(with).startsWith(text).contains("[mcp_servers.MCP_DOCKER]");
        assertThat(editor.remove(with, PATH)).isEqualTo(text);
    }

    @Test
    void nothingBecomesADocument() {
        assertThat(editor.set("", PATH, entry("docker"))).isEqualTo("""
                        [mcp_servers.MCP_DOCKER]
                        command = "docker"
                        args = ["mcp", "gateway", "run"]

                        [mcp_servers.MCP_DOCKER.env]
                        "A B" = "C:\\\\x \\"y\\""
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "model = \"x\" # mine\n",
                "a = 1",
                "# only a note\n",
                "[mcp_servers.other]\ncommand = \"x\" # keep\n\n[profiles.a]\nb = '''\n[no.heading]\n'''\n",
                "a = 1\r\n[mcp_servers]\r\nx = { command = \"y\" }\r\n",
                "[[list]]\nb = 1\n\n[[list]]\nb = 2\n",
            })
    void whatIsSetAndRemovedLeavesTheSameText(String text) {
        String with = editor.set(text, PATH, entry("docker"));
        assertThat(editor.read(with).at("/mcp_servers/MCP_DOCKER")).isEqualTo(entry("docker"));
        assertThat(editor.set(with, PATH, entry("docker"))).isSameAs(with);
        assertThat(editor.remove(with, PATH).stripTrailing()).isEqualTo(text.stripTrailing());
        assertThat(editor.remove(text, PATH)).isSameAs(text);
    }

    @Test
    void anOldTableInTheMiddleIsReplacedAndItsNeighboursStay() {
        String text = """
                # top
                [mcp_servers.MCP_DOCKER]
                command = "old"

                # about b
                [b]
                c = 1 # one
                """;
        String with = editor.set(text, PATH, entry("docker"));
        assertThat(with)
                .startsWith("# top\n")
                .contains("# about b\n[b]\nc = 1 # one\n")
                .doesNotContain("old");
        assertThat(editor.remove(text, PATH)).isEqualTo("# top\n\n# about b\n[b]\nc = 1 # one\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = ",
                "mcp_servers = 1\n",
                "mcp_servers = { a = { command = \"x\" } }\n",
                "mcp_servers.MCP_DOCKER.command = \"x\"\n",
                "[mcp_servers]\nMCP_DOCKER = { command = \"x\" }\n",
                "[a]\n[a]\n"
            })
    void whatCannotBeChangedSafelyIsReportedWithItsName(String text) {
        assertThatThrownBy(() -> editor.set(text, PATH, entry("docker")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config.toml");
    }

    @Test
    void whatIsWrongIsSaidWithoutTheText() {
        assertThatThrownBy(() -> editor.read("token = s3cret\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":1:")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
