package io.mcpgateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {
    static Stream<Arguments> values() {
        return Stream.of(
                argumentSet(
                        "numbers keep their spelling",
                        "[1, -0, 1.50, 1e3, 12345678901234567890123]",
                        "[1,-0,1.50,1e3,12345678901234567890123]"),
                argumentSet("other numbers of YAML", "[+1, 0x1F, 0o17]", "[1,31,15]"),
                argumentSet(
                        "what JSON cannot hold is text",
                        "[007, .inf, .nan, 1_000, 2020-01-01, 1.]",
                        "[\"007\",\".inf\",\".nan\",\"1_000\",\"2020-01-01\",\"1.\"]"),
                argumentSet("booleans are few", "[true, False, yes, on]", "[true,false,\"yes\",\"on\"]"),
                argumentSet("nulls", "[null, ~, '', \"null\"]", "[null,null,\"\",\"null\"]"),
                argumentSet("tags", "[!!str 1, !mine 2, !!binary aGk=]", "[\"1\",2,\"aGk=\"]"),
                argumentSet("keys are text", "{1: a, true: b, null: c}", "{\"1\":\"a\",\"true\":\"b\",\"\":\"c\"}"),
                argumentSet("aliases", "{a: &x {b: 1}, c: *x}", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}"),
                argumentSet(
                        "merge keys",
                        "{a: &x {b: 1, c: 2}, d: {<<: *x, c: 3}}",
                        "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"c\":3,\"b\":1}}"),
                argumentSet("escapes", "\"\\u00e4\\ud83d\\ude00\\n\\\"\"", "\"ä😀\\n\\\"\""),
                argumentSet("JSON", "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}", "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}"),
                argumentSet("byte-order mark", "\uFEFFa: 1", "{\"a\":1}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void becomesJson(String yaml, String json) {
        assertThat(read(yaml).toJson()).hasToString(json);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                argumentSet("duplicate key", "a: 1\nb: 2\na: 3\n", "x:3:1", "line 1"),
                argumentSet("duplicate key of another type", "{1: a, '1': b}", "x:1:8", "twice"),
                argumentSet("key that is no text", "? [a]\n: b\n", "x:1:3", "a list"),
                argumentSet("unclosed", "a: [1\nb: 2\n", "x:2:", ""),
                argumentSet("tab", "a:\n\tb: 1\n", "x:2:1", ""),
                argumentSet("second document", "a: 1\n---\nb: 2\n", "x:2:1", "second"),
                argumentSet("unknown alias", "a: *b\n", "x:1:4", "alias"),
                argumentSet("recursive alias", "a: &a [*a]\n", "x:1:8", "recursive"),
                argumentSet("control character", "a: \u0001\n", "x: character", ""),
                argumentSet("merge of text", "a: {<<: b}", "x:1:9", "merges maps"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsNameThePlace(String yaml, String where, String what) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(where)
                .hasMessageContaining(what);
    }

    @Test
    void nothingIsNothing() {
        assertThat(YamlReader.read("x", new byte[0])).isEmpty();
        assertThat(YamlReader.read("x", "# only a comment\n")).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> YamlReader.read("x", new byte[] {'a', ':', ' ', (byte) 0xff}))
                .isInstanceOf(ConfigException.class)
                .hasMessage("x: not UTF-8");
    }

    @Test
    void sizeIsBounded() {
        assertThatThrownBy(() -> YamlReader.read("x", new byte[YamlReader.MAX_BYTES + 1]))
                .hasMessageContaining("larger than");
    }

    @Test
    void depthIsBounded() {
        for (String bomb : List.of("[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000))) {
            assertThatThrownBy(() -> read(bomb))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("deep");
        }
    }

    @Test
    void aliasBombsAreRefusedQuickly() {
        StringBuilder wide = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            wide.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 500; i++) {
            deep.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        StringBuilder merge = new StringBuilder("a: &a {");
        for (int i = 0; i < 5000; i++) {
            merge.append("k").append(i).append(": 1, ");
        }
        merge.append("}\nb:\n").append("  - {<<: *a}\n".repeat(5000));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThatThrownBy(() -> read(wide.toString())).hasMessageContaining("aliases");
            assertThatThrownBy(() -> read(deep.toString())).hasMessageContaining("by aliases");
            assertThatThrownBy(() -> read(merge.toString())).hasMessageContaining("values");
        });
    }

    @Test
    void longRunsTakeNoTimeInTheirSquare() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(YamlReader.read("x", " ".repeat(8 << 20))).isEmpty();
            assertThat(read("a".repeat(8 << 20)).kind()).isEqualTo("text");
        });
    }

    @Test
    void randomBytesEndInAValueOrAnErrorOfOurs() {
        long seed = 7919L;
        Random random = new Random(seed);
        String alphabet = "ab:-[]{},&*!|>'\"%@`#?~\\\n\n   \t\r<=.019é🦓\u0000\u2028";
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = round % 4 == 0 ? noise(random) : text(random, alphabet);
            try {
                YamlReader.read("x", bytes).ifPresent(YamlNode::toJson);
            } catch (ConfigException e) {
                assertThat(e.getMessage()).as("seed %d round %d", seed, round).startsWith("x:");
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + seed + " round " + round + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(Random random, String alphabet) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(64); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static YamlNode read(String yaml) {
        return YamlReader.read("x", yaml.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
