package io.mcpgateway.cli.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsoncEditorTest {
    private static final List<String> PATH = List.of("mcpServers", "MCP_DOCKER");
    private static final long SEED = 20261125;

    private final JsoncEditor editor = new JsoncEditor("settings.json");

    private static JsonNode entry() {
        try {
            return new ObjectMapper().readTree("{\"command\":\"docker\",\"args\":[\"mcp\",\"gateway\",\"run\"]}");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingBecomesADocument() {
        assertThat(editor.set("", PATH, entry())).isEqualTo("""
                        {
                          "mcpServers": {
                            "MCP_DOCKER": {
                              "command": "docker",
                              "args": ["mcp", "gateway", "run"]
                            }
                          }
                        }
                        """);
    }

    @Test
    void commentsLayoutAndTrailingCommasStay() {
        String text = """
                // mine
                {
                    "theme" : "dark", /* why not */
                    "mcpServers": {
                        "other": {"command": "x", "args": ["a",]}, // keep
                    },
                }
                """;
        assertThat(editor.set(text, PATH, entry())).isEqualTo("""
                        // mine
                        {
                            "theme" : "dark", /* why not */
                            "mcpServers": {
                                "other": {"command": "x", "args": ["a",]}, // keep
                                "MCP_DOCKER": {
                                    "command": "docker",
                                    "args": ["mcp", "gateway", "run"]
                                },
                            },
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mcpServers\":{\"a\":{}}}",
                "{\"mcpServers\":{\"a\":1,\"b\":{}},\"z\":[1,2]}\n",
                "{\n  \"mcpServers\": {\n    \"a\": 1 // one\n  }\n}",
                "{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": 1, // one, two\r\n\t\t/* last, */\r\n\t}\r\n}\r\n",
                "{ \"mcpServers\" : { \"a\" : \"x,}\\\"\" , } }",
                "\uFEFF{\"mcpServers\":{\"a\":null}}",
                "{\"mcpServers\":{}}",
                "{\"mcpServers\": {\"a\":-1.5e+3}, // MCP_DOCKER\n\"b\":true}",
            })
    void whatIsSetAndRemovedLeavesTheSameText(String text) {
        String with = editor.set(text, PATH, entry());
        assertThat(editor.read(with).at("/mcpServers/MCP_DOCKER")).isEqualTo(entry());
        assertThat(editor.set(with, PATH, entry())).isSameAs(with);
        assertThat(editor.remove(with, PATH)).isEqualTo(text);
        assertThat(editor.remove(text, PATH)).isSameAs(text);
    }

    @Test
    void anotherValueTakesThePlaceOfTheOldOne() {
        String text = "{\n  \"mcpServers\": {\n    \"MCP_DOCKER\": 1, // ours\n    \"z\": 2\n  }\n}\n";
        assertThat(editor.remove(text, PATH)).isEqualTo("{\n  \"mcpServers\": { // ours\n    \"z\": 2\n  }\n}\n");
        assertThat(editor.set(text, PATH, entry())).contains("}, // ours\n    \"z\": 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":1}}",
                "[]",
                "7",
                "{\"a\":1,\"a\":2}",
                "{\"mcpServers\":[]}",
                "{\"mcpServers\":7}",
                "{\"a\":\"\\x\"}",
                "{'a':1}",
                "{\"a\":tru}",
                "/* open"
            })
    void aBrokenTextIsReportedWithItsName(String text) {
        assertThatThrownBy(() -> editor.set(text, PATH, entry()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("settings.json");
    }

    @Test
    void anyLayoutComesBackToTheLetter() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            String text = blank(random) + "{" + blank(random) + "\"mcpServers\"" + blank(random) + ":" + blank(random)
                    + object(random, 0) + blank(random) + (random.nextBoolean() ? "," : "") + blank(random) + "}"
                    + blank(random);
            String with = editor.set(text, PATH, entry());
            String without = editor.remove(with, PATH);
            assertThat(editor.read(without))
                    .as("seed %d, case %d: %s", SEED, i, text)
                    .isEqualTo(editor.read(text));
            if (!editor.read(text).get("mcpServers").isEmpty()) {
                assertThat(without).as("seed %d, case %d", SEED, i).isEqualTo(text);
            }
        }
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{").append(blank(random));
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            text.append(i > 0 ? "," : "")
                    .append(blank(random))
                    .append("\"k")
                    .append(i)
                    .append('"');
            text.append(blank(random)).append(':').append(blank(random));
            text.append(
                    switch (random.nextInt(depth > 2 ? 3 : 5)) {
                        case 0 -> "\"v, // no comment }\\\"\"";
                        case 1 -> "-1.50e3";
                        case 2 -> "null";
                        case 3 -> "[1," + blank(random) + object(random, depth + 1) + "]";
                        default -> object(random, depth + 1);
                    });
            text.append(blank(random));
        }
        return text.append(count > 0 && random.nextInt(3) == 0 ? "," : "")
                .append(blank(random))
                .append("}")
                .toString();
    }

    private static String blank(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> "\n    ";
            case 1 -> " // note, \"x\": {\n";
            case 2 -> "/* note, } */";
            case 3 -> "\n\n\t";
            case 4 -> " ";
            default -> "";
        };
    }

    @Test
    void whatIsWrongIsSaidWithoutTheText() {
        assertThatThrownBy(() -> editor.read("{\"token\": s3cret}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":1:")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
