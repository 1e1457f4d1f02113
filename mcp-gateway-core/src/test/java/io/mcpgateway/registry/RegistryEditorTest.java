package io.mcpgateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.ConfigException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryEditorTest {
    private final RegistryEditor editor = new RegistryEditor("registry.yaml");

    static Stream<Arguments> insertions() {
        String entry = "  new:\n    ref: \"\"\n";
        return Stream.of(
                argumentSet("empty file", "", "registry:\n" + entry),
                argumentSet("only a comment", "# mine", "# mine\nregistry:\n" + entry),
                argumentSet("other keys", "x: 1\n", "x: 1\nregistry:\n" + entry),
                argumentSet("null registry", "registry:\nx: 1\n", "registry:\n" + entry + "x: 1\n"),
                argumentSet("tilde and comment", "registry: # none\n", "registry: # none\n" + entry),
                argumentSet(
                        "empty braces",
                        "registry: {} # none\nx: 1\n",
                        "registry:\n  new:\n    ref: \"\" # none\nx: 1\n"),
                argumentSet(
                        "block with comments",
                        "# top\nregistry:\n  a:\n    ref: \"\" # keep\n\n  # about nothing\nx: 1\n",
                        "# top\nregistry:\n  a:\n    ref: \"\" # keep\n" + entry + "\n  # about nothing\nx: 1\n"),
                argumentSet("no line break at the end", "registry:\n  a: {}", "registry:\n  a: {}\n" + entry),
                argumentSet(
                        "wide indent",
                        "registry:\n      a:\n        ref: ''\n",
                        "registry:\n      a:\n        ref: ''\n      new:\n        ref: \"\"\n"),
                argumentSet(
                        "flow", "registry: {a: {ref: ''}}\n", "registry: {a: {ref: ''}, \"new\": {\"ref\": \"\"}}\n"),
                argumentSet("JSON", "{\"x\": 1}", "{\"x\": 1, \"registry\": {\"new\": {\"ref\": \"\"}}}"),
                argumentSet("empty JSON", "{}", "{\"registry\": {\"new\": {\"ref\": \"\"}}}"),
                argumentSet("CRLF", "registry:\r\n  a: {}\r\n", "registry:\r\n  a: {}\r\n  new:\r\n    ref: \"\"\r\n"),
                argumentSet(
                        "block text at the end",
                        "registry:\n  a:\n    note: |\n      one\n      two\nx: 1\n",
                        "registry:\n  a:\n    note: |\n      one\n      two\n" + entry + "x: 1\n"),
                argumentSet(
                        "characters beyond the base plane",
                        "# 🦓🦓\nregistry:\n  a: {t: 🦓}\n# 🦓\n",
                        "# 🦓🦓\nregistry:\n  a: {t: 🦓}\n" + entry + "# 🦓\n"),
                argumentSet("there already", "registry: {new: {}}", "registry: {new: {}}"));
    }

    @ParameterizedTest
    @MethodSource("insertions")
    void insertsAndTouchesNothingElse(String before, String after) {
        assertThat(editor.enable(before, "new")).isEqualTo(after);
    }

    static Stream<Arguments> removals() {
        return Stream.of(
                argumentSet("only one", "registry:\n  old:\n    ref: \"\"\n", "registry:\n"),
                argumentSet(
                        "between comments",
                        "registry:\n  # first\n  a: {} # a\n  # second\n  old:\n    ref: \"\" # o\n  # third\n  b: {}\n",
                        "registry:\n  # first\n  a: {} # a\n  # second\n  # third\n  b: {}\n"),
                argumentSet("last in flow", "registry: {a: {}, old: {ref: ''}}\n", "registry: {a: {}}\n"),
                argumentSet("first in flow", "registry: {old: {ref: ''}, a: {}}\n", "registry: {a: {}}\n"),
                argumentSet("alone in flow", "{\"registry\": {\"old\": {}}}", "{\"registry\": {}}"),
                argumentSet("without a value", "registry:\n  old:\n  a:\n", "registry:\n  a:\n"),
                argumentSet("last without line break", "registry:\n  a:\n  old: {}", "registry:\n  a:\n"),
                argumentSet("nothing to do", "registry: # x\n", "registry: # x\n"));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void removesAndTouchesNothingElse(String before, String after) {
        assertThat(editor.disable(before, "old")).isEqualTo(after);
    }

    @ParameterizedTest
    @MethodSource("insertions")
    void whatWasInsertedCanBeRemoved(String before, String after) {
        String removed = editor.disable(after, "new");

        assertThat(editor.enable(removed, "new")).contains("new");
    }

    @Test
    void oddNamesAreQuoted() {
        for (String name : List.of("true", "no", "a b", "x: y", "#z", "ä\"\\", "1", "null", "🦓", "- a")) {
            String text = editor.enable("registry:\n  a: {}\n", name);
            assertThat(editor.disable(text, name)).isEqualTo("registry:\n  a: {}\n");
        }
    }

    @Test
    void aLayoutThatCannotBeSplicedIsRefused() {
        assertThatThrownBy(() -> editor.disable("registry:\n  old: &x {ref: ''}\n  b: *x\n", "old"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unchanged");
        assertThatThrownBy(() -> editor.enable("registry:\n  a: {}\n...\n# end\n---\nsecond: 1\n", "new"))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void randomEditsNeverLoseWhatTheyDoNotMean() {
        long seed = 20261124L;
        Random random = new Random(seed);
        List<String> lines = List.of(
                "registry:",
                "  a:",
                "    ref: ''",
                "  b: {}",
                "  # c",
                "",
                "x: 1",
                "  old: {k: v}",
                "y: |",
                "  text",
                "# d");
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(lines.get(random.nextInt(lines.size()))).append('\n');
            }
            String before = text.toString();
            try {
                String after = editor.disable(editor.enable(before, "new"), "old");
                List<String> kept =
                        before.lines().filter(line -> !line.contains("old")).toList();
                assertThat(after.lines().toList())
                        .as("seed %d round %d:\n%s", seed, round, before)
                        .containsAll(kept);
            } catch (ConfigException e) {
                assertThat(e).as("seed %d round %d", seed, round).hasMessageContaining("registry.yaml");
            }
        }
    }
}
