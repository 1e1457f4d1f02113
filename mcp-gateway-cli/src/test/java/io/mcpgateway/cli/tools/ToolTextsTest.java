package io.mcpgateway.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolTextsTest {
    @ParameterizedTest
    @CsvSource({
        "'Search the web. And more.', Search the web.",
        "'First line\n  second line.\nThird', First line second line.",
        "'One\n\nReturns:\nx', One",
        "'Error Responses:\nx', ''",
        "'No stop', No stop",
        "'', ''"
    })
    void digestIsTheFirstSentence(String description, String digest) {
        assertThat(ToolSummary.digest(description)).isEqualTo(digest);
    }

    @Test
    void titleWinsOverTheDescription() {
        assertThat(ToolSummary.of(Json.parse(
                        JsonText.of("{\"description\":\"Long. Text\",\"annotations\":{\"title\":\"Fetch\"}}"))))
                .isEqualTo("Fetch");
    }

    @Test
    void argumentsAreTextNullOrLists() {
        assertThat(CallArguments.parse(List.of("query=docker", "tag=a", "tag=b", "flag", "n=1=2", "e="))
                        .toString())
                .isEqualTo("{\"query\":\"docker\",\"tag\":[\"a\",\"b\"],\"flag\":null,\"n\":\"1=2\",\"e\":\"\"}");
        assertThat(CallArguments.parse(List.of("x", "x=1", "x")).toString()).isEqualTo("{\"x\":[null,\"1\",null]}");
    }

    @Test
    void textsAreJoinedAndOtherContentsNoted() {
        JsonText result = JsonText.of("""
                {"content":[{"type":"text","text":"a"},{"type":"text","text":"b"},\
                {"type":"image","mimeType":"image/png","data":"QUJD"},{"type":"new","x":1}]}
                """);

        assertThat(CallResult.text(Json.parse(result)))
                .startsWith("a\nb\n[image, image/png, 4 characters of base64")
                .contains("\"type\" : \"new\"");
    }

    @Test
    void structuredContentIsShownWhereThereIsNoOther() {
        assertThat(CallResult.text(Json.parse(JsonText.of("{\"content\":[],\"structuredContent\":{\"n\":1.50}}"))))
                .contains("1.50");
        assertThat(CallResult.text(Json.parse(JsonText.of("{}")))).isEmpty();
    }
}
