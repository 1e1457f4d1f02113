package io.mcpgateway.cli.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YqExpressionTest {
    private static final String DOCUMENT = """
            {"title": "T", "n": 1.50, "none": null, "a b": {"c-d": 1},
             "numbers": [1, 2, 1, 2],
             "servers": [
               {"name": "one", "type": "image", "tools": ["x", "y"], "on": true},
               {"name": "two", "type": "remote", "tools": [], "on": false},
               {"name": "three", "type": "image"}]}
            """;

    private static JsonNode document() {
        return Json.parse(JsonText.of(DOCUMENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                ".title                                   ~ \"T\"",
                ".n                                       ~ 1.50",
                ".none                                    ~ null",
                ".missing                                 ~ null",
                ".missing.deeper[0]                       ~ null",
                ".[\"a b\"].c-d                           ~ 1",
                ".\"a b\".\"c-d\"                         ~ 1",
                ".servers[0].name                         ~ \"one\"",
                ".servers[-1].name                        ~ \"three\"",
                ".servers[9]                              ~ null",
                ".servers[].name                          ~ \"one\" \"two\" \"three\"",
                ".servers | .[] | .name                   ~ \"one\" \"two\" \"three\"",
                ".servers[0] | .name, .type               ~ \"one\" \"image\"",
                ".servers | length                        ~ 3",
                ".title | length                          ~ 1",
                ".servers | map(.name)                    ~ [\"one\",\"two\",\"three\"]",
                "[.servers[] | .name]                     ~ [\"one\",\"two\",\"three\"]",
                ".servers[] | select(.type == \"image\") | .name  ~ \"one\" \"three\"",
                ".servers[] | select(.type != \"image\").name     ~ \"two\"",
                ".servers[] | select(.on) | .name         ~ \"one\"",
                ".servers[] | select(.on | not) | .name   ~ \"two\" \"three\"",
                ".servers[] | select(.type == \"image\" and has(\"tools\")) | .name ~ \"one\"",
                ".servers[] | select(.name == \"one\" or .name == \"two\") | .name ~ \"one\" \"two\"",
                ".servers[] | select(.name | contains(\"o\")) | .name ~ \"one\" \"two\"",
                ".servers[0].tools | contains(\"x\")      ~ true",
                ".servers[0] | keys                       ~ [\"name\",\"type\",\"tools\",\"on\"]",
                ".\"a b\" | to_entries                    ~ [{\"key\":\"c-d\",\"value\":1}]",
                ".numbers | to_entries | .[1]             ~ {\"key\":1,\"value\":2}",
                ".servers | map({name: .name, \"t\": .type}) | .[0] ~ {\"name\":\"one\",\"t\":\"image\"}",
                "{}                                       ~ {}",
                "del(.servers, .numbers, .none)           ~ {\"title\":\"T\",\"n\":1.50,\"a b\":{\"c-d\":1}}",
                "del(.numbers[2]) | .numbers              ~ [1,2,2]",
                "del(.numbers[0], .numbers[-1], .numbers[0]) | .numbers ~ [2,1]",
                "del(.numbers[9]) | .numbers              ~ [1,2,1,2]",
                "del(.servers[] | select(.type == \"image\")) | .servers | map(.name) ~ [\"two\"]",
                "del(.servers[].tools) | .servers[0] | has(\"tools\") ~ false",
                "(.n == 1.5) and true                     ~ true",
                ".servers[0] == .servers[1]               ~ false",
                "\"a\", 2, null, -1.5                     ~ \"a\" 2 null -1.5",
            })
    void comesTo(String expression, String values) {
        JsonNode document = document();

        assertThat(YqExpression.parse(expression).of(document).stream()
                        .map(JsonNode::toString)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(values);
        assertThat(document).as("the document itself").isEqualTo(document());
    }

    @Test
    void theWholeIsItself() {
        assertThat(YqExpression.parse(" . ").of(document())).containsExactly(document());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                ".a |",
                ".a[",
                ".a[1.5]",
                ".a]",
                "select",
                "select()",
                "select(.a",
                "map(",
                "..",
                ".a = 1",
                "del(.a",
                "env(HOME)",
                "load(\"/etc/passwd\")",
                "{a}",
                "{a: }",
                "has(.a)",
                "\"open",
                ".a ; .b",
                "\u001b[31m",
                ".a .b |"
            })
    void whatIsNotUnderstoodIsRefusedInOneLine(String expression) {
        assertThatThrownBy(() -> YqExpression.parse(expression))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--yq: ")
                .hasMessageContaining("is not understood")
                .hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".title.x", ".title[0]", ".title[]", ".n | to_entries", ".servers.name", ".servers[\"x\"]"})
    void documentOfAnotherShapeIsAnError(String expression) {
        assertThatThrownBy(() -> YqExpression.parse(expression).of(document()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--yq: there ");
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThatThrownBy(() -> YqExpression.parse("(".repeat(4_000))).hasMessageContaining("50 levels");
        assertThatThrownBy(() -> YqExpression.parse("[".repeat(5_000))).hasMessageContaining("at most");
    }
}
