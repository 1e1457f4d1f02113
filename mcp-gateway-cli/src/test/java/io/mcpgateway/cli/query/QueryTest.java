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

class QueryTest {
    private static final JsonNode DOCUMENT = Json.parse(JsonText.of("""
            {"id":"dev","n":1.10,"a b":{"c":true},"empty":null,
             "servers":[{"name":"one","image":"a","tools":["x","y"]},{"name":"two","tools":[]},{"name":"github-official"}]}
            """));

    private static String result(String expression) {
        return Query.parse(expression).evaluate(DOCUMENT).stream()
                .map(JsonNode::toString)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                ".id~\"dev\"",
                ".n~1.10",
                ".\"a b\".c~true",
                ".[\"a b\"][\"c\"]~true",
                ".nope~null",
                ".nope.deeper~null",
                ".empty[]~",
                ".servers[0].name~\"one\"",
                ".servers.[1].name~\"two\"",
                ".servers[-1].name~\"github-official\"",
                ".servers[9]~null",
                ".servers[].name~\"one\" \"two\" \"github-official\"",
                ".servers[] | .name~\"one\" \"two\" \"github-official\"",
                ".id, .n~\"dev\" 1.10",
                "[.servers[].name]~[\"one\",\"two\",\"github-official\"]",
                ".servers | length~3",
                ".id | length~3",
                ".servers | map(.name)~[\"one\",\"two\",\"github-official\"]",
                ".servers[] | select(.name == \"two\") | .tools~[]",
                ".servers[] | select(.image) | .name~\"one\"",
                ".servers[] | select(.image | not) | .name~\"two\" \"github-official\"",
                ".servers[] | select(.name != \"one\" and (.tools | length) == 0) | .name~\"two\" \"github-official\"",
                ".servers[] | select(.name == \"one\" or .name == \"two\") | .name~\"one\" \"two\"",
                ".n == 1.1~true",
                ".n >= 1, .n > 1.1, .n < 2, .n <= 1~true false true false",
                "has(\"id\"), has(\"x\")~true false",
                ".servers | has(2)~true",
                "keys~[\"id\",\"n\",\"a b\",\"empty\",\"servers\"]",
                ".[\"a b\"] | to_entries~[{\"key\":\"c\",\"value\":true}]",
                "del(.servers, .[\"a b\"], .empty)~{\"id\":\"dev\",\"n\":1.10}",
                "del(.servers[].tools) | .servers~[{\"name\":\"one\",\"image\":\"a\"},{\"name\":\"two\"},{\"name\":\"github-official\"}]",
                ".servers | del(.[0], .[1])~[{\"name\":\"github-official\"}]",
                ".servers | del(.[] | select(.name == \"two\")) | map(.name)~[\"one\",\"github-official\"]",
                ".servers[0] | del(.tools[0])~{\"name\":\"one\",\"image\":\"a\",\"tools\":[\"y\"]}",
                "(.servers[0] | .name)~\"one\"",
                "\"a\\\"b\", -1.50, true, null~\"a\\\"b\" -1.50 true null",
            })
    void anExpressionComesToWhatYqSays(String expression, String expected) {
        assertThat(result(expression)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void theDocumentStaysAsItIs() {
        String before = DOCUMENT.toString();
        result("del(.servers)");
        assertThat(result(".")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".a.",
                ".[",
                ".[x]",
                ".[1.5]",
                ".servers[",
                "select",
                "select(.a",
                "map()",
                ".a |",
                "| .a",
                ".a b",
                "..",
                ".\"a",
                "[.a",
                "(.a",
                ".a == ",
                "sort_by(.a)",
                "del(.)",
                "del(1)",
                ".id.x",
                ".id[]",
                ".id[0]",
                "{a: .b}",
                ".[99999999999]",
            })
    void whatIsNoExpressionIsOneLine(String expression) {
        assertThatThrownBy(() -> Query.parse(expression).evaluate(DOCUMENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--yq: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsDeepOrLongIsRefused() {
        assertThatThrownBy(() -> Query.parse("(".repeat(1000) + ".")).hasMessageContaining("levels deep");
        assertThatThrownBy(() -> Query.parse(".a|".repeat(5000))).hasMessageContaining("longer than");
    }
}
