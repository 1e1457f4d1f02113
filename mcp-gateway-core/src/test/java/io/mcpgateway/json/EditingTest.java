package io.mcpgateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@link Members}, {@link Elements}, {@link Splice} and {@link Messages}. */
class EditingTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void membersAreSlices() throws Exception {
        byte[] array = "..{ \"a\" : [1, 2] ,\"b\":\"\\u0041\",\"n\":7,\"a2\":null}..".getBytes(StandardCharsets.UTF_8);
        JsonText object = JsonText.of(array, 2, array.length - 4);
        Members members = Members.of(object, Members.Index.guarded("a", "b", "n", "absent"));
        assertThat(members.get(0)).hasToString("[1, 2]");
        assertThat(members.get(0).array()).isSameAs(array);
        assertThat(members.string(1)).isEqualTo("A");
        assertThat(members.string(0)).isNull();
        assertThat(members.number(2, -1)).isEqualTo(7);
        assertThat(members.number(1, -1)).isEqualTo(-1);
        assertThat(members.has(3)).isFalse();
        assertThat(members.get(3)).isNull();
        assertThat(members.text()).isEqualTo(object);
    }

    @Test
    void ofUnguardedMembersTheLastCounts() throws Exception {
        Members members = Members.of(JsonText.of("{\"a\":1,\"A\":2,\"a\":3}"), Members.Index.of(0, "a"));
        assertThat(members.get(0)).hasToString("3");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("[]", "1", "", "{", "{\"a\":1}x", "{\"a\":1,}", "{\"a\"}", "{\"a\":}")) {
            assertThatThrownBy(() -> Members.of(JsonText.of(text), Members.Index.guarded("a")))
                    .as(text)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void elementsAreCutWhereTheOracleCuts() throws Exception {
        RandomJson json = new RandomJson(SEED);
        for (int i = 0; i < 5000; i++) {
            List<String> parts = java.util.stream.Stream.generate(() -> json.value(3))
                    .limit(json.random.nextInt(5))
                    .collect(Collectors.toList());
            String array = "[" + json.space() + String.join(json.space() + "," + json.space(), parts) + " ]";
            assertThat(Elements.of(JsonText.of(array), 10).stream().map(JsonText::toString))
                    .as("seed %d", SEED)
                    .isEqualTo(parts);
        }
    }

    @Test
    void whatStartsWithABracketIsAnArray() {
        for (String text : List.of("[]", " \t\r\n[", "[1")) {
            assertThat(Elements.isArray(JsonText.of(text))).as(text).isTrue();
        }
        for (String text : List.of("{}", " {\"a\":[]}", "", "  ", "\"[\"", "1[")) {
            assertThat(Elements.isArray(JsonText.of(text))).as(text).isFalse();
        }
        byte[] bytes = "[ [".getBytes(StandardCharsets.UTF_8);
        assertThat(Elements.isArray(JsonText.of(bytes, 1, 1))).isFalse();
    }

    @Test
    void elementsAreBounded() throws Exception {
        assertThat(Elements.of(JsonText.of("[1,2,3]"), 3)).hasSize(3);
        assertThatThrownBy(() -> Elements.of(JsonText.of("[1,2,3,4]"), 3))
                .isInstanceOf(MalformedMessageException.class);
        for (String text : List.of("{}", "[1", "[1,]", "[1 2]", "", "[1]x", "[] ,")) {
            assertThatThrownBy(() -> Elements.of(JsonText.of(text), 3))
                    .as(text)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void splicesLikeAStringBuilder() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5000; i++) {
            String text = "0123456789".repeat(3);
            byte[] array = ("ab" + text + "cd").getBytes(StandardCharsets.US_ASCII);
            JsonText base = JsonText.of(array, 2, text.length());
            int a = random.nextInt(15);
            int b = a + random.nextInt(15 - a + 1);
            int c = b + random.nextInt(5);
            int d = c + random.nextInt(30 - c + 1);
            Splice splice = new Splice(base);
            if (random.nextBoolean()) {
                splice.replace(2 + a, 2 + b, JsonText.of("X")).replace(2 + c, 2 + d, JsonText.of("YY"));
            } else {
                splice.replace(2 + c, 2 + d, JsonText.of("YY")).replace(2 + a, 2 + b, JsonText.of("X"));
            }
            String expected = new StringBuilder(text)
                    .replace(c, d, "YY")
                    .replace(a, b, "X")
                    .toString();
            if (b == c && a == b) {
                continue; // two insertions at one place have no order
            }
            assertThat(splice.apply()).as("seed %d", SEED).hasToString(expected);
        }
        JsonText untouched = JsonText.of("{}");
        assertThat(new Splice(untouched).apply()).isSameAs(untouched);
    }

    @Test
    void prependsToEmptyAndFullObjects() {
        for (String object : List.of("{}", "{ \t}", "{\"b\":2}", "{ \"b\":2}")) {
            JsonText text = JsonText.of(object);
            assertThat(new Splice(text).prepend(text, "\"a\":1").apply().toString())
                    .isEqualTo("{\"a\":1" + (object.contains("b") ? "," : "") + object.substring(1));
        }
    }

    @Test
    void quotesWhatTheOracleReadsBack() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j > 0; j--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            JsonText quoted = Messages.quote(text.toString());
            assertThat(JSON.readValue(quoted.toBytes(), String.class))
                    .as("seed %d", SEED)
                    .isEqualTo(text.toString());
            assertThat(quoted.toString()).doesNotContain("\n", "\r");
            assertThat(Cursor.decode(quoted.array(), quoted.offset(), quoted.length()))
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void messagesHoldTheirParts() throws Exception {
        JsonText extras = JsonText.of(",\"x\":1");
        JsonNode request = JSON.readTree(
                Messages.request(7, "m\"", JsonText.of("{\"p\":1}"), extras).toBytes());
        assertThat(request.toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\\\"\",\"params\":{\"p\":1},\"x\":1}");
        assertThat(Messages.request(7, "m", null, JsonText.of("")))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\"}");
        assertThat(Messages.notification("m", null)).hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}");
        assertThat(Messages.result(JsonText.of("\"a\""), JsonText.of("{}"), extras))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{},\"x\":1}");
        assertThat(Messages.error(null, JsonText.of("{}"), extras))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{},\"x\":1}");
    }
}
