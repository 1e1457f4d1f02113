package io.mcpgateway.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                argumentSet("constant", "constant", "{}", "constant"),
                argumentSet("empty", "", "{}", ""),
                argumentSet("value", "{{key0}}", "{'key0':'v'}", "v"),
                argumentSet("blanks in a group", "{{ key1 }}", "{'key1':'v'}", "v"),
                argumentSet("two groups", "{{k1}}:{{k2}}", "{'k1':'v1','k2':'v2'}", "v1:v2"),
                argumentSet("nested", "{{top.key}}", "{'top':{'key':'v'}}", "v"),
                argumentSet("blanks in a path", "{{top . key}}", "{'top':{'key':'v'}}", "v"),
                argumentSet("unknown filter", "{{top.key|ignored}}", "{'top':{'key':'v'}}", "v"),
                argumentSet("unknown", "{{unknown}}", "{}", ""),
                argumentSet("null on the way", "{{top.unknown}}", "{'top':null}", ""),
                argumentSet("text on the way", "{{top.unknown}}", "{'top':'x'}", ""),
                argumentSet("three levels", "{{atlassian.jira.url}}", "{'atlassian':{'jira':{'url':'u'}}}", "u"),
                argumentSet(
                        "no template",
                        "/var/run/docker.sock:/var/run/docker.sock",
                        "{}",
                        "/var/run/docker.sock:/var/run/docker.sock"),
                argumentSet("first", "{{k|first}}", "{'k':['v1','v2']}", "v1"),
                argumentSet("last", "{{k|last}}", "{'k':['v1','v2']}", "v2"),
                argumentSet("first of none", "{{k|first}}", "{'k':[]}", ""),
                argumentSet("last of none", "{{k|last}}", "{'k':[]}", ""),
                argumentSet("first of null", "{{k|first}}", "{'k':null}", ""),
                argumentSet("first of a scalar", "{{k|first}}", "{'k':'v'}", "v"),
                argumentSet("default for null", "{{k|or:default}}", "{'k':null}", "default"),
                argumentSet("default for empty", "{{k|or:default}}", "{'k':''}", "default"),
                argumentSet("default unused", "{{k|or:default}}", "{'k':'v'}", "v"),
                argumentSet("default for an empty list", "{{k|or:v}}", "{'k':[]}", "v"),
                argumentSet("mount of null", "{{key|mount_as:/path}}", "{'key':null}", ""),
                argumentSet("mount", "{{key|mount_as:/path}}", "{'key':'/local/path'}", "/local/path:/path"),
                argumentSet("mount of none", "{{key|mount_as:/path}}", "{'key':[]}", ""),
                argumentSet(
                        "mount of the first",
                        "{{key|mount_as:/path}}",
                        "{'key':['/local/path','other']}",
                        "/local/path:/path"),
                argumentSet(
                        "mount with a mode",
                        "{{key|mount_as:/logs:ro}}",
                        "{'key':'/local/logs'}",
                        "/local/logs:/logs:ro"),
                argumentSet("mount, blanks", "{{key|mount_as: /path }}", "{'key':'/local/path'}", "/local/path:/path"),
                argumentSet("volume", "{{k|volume}}", "{'k':'/a'}", "/a:/a"),
                argumentSet("volume on Windows", "{{k|volume}}", "{'k':'C:\\\\a\\\\b'}", "C:\\a\\b:/C/a/b"),
                argumentSet("volume of nothing", "{{k|volume}}", "{}", ""),
                argumentSet("target on Windows", "{{k|volume-target}}", "{'k':'C:\\\\a'}", "/C/a"),
                // Better than upstream, each a defect listed in its reference.
                argumentSet(
                        "single braces survive",
                        "{\"Authorization\": \"{{k}}\"}",
                        "{'k':'v'}",
                        "{\"Authorization\": \"v\"}"),
                argumentSet("a group in braces", "{{{k}}}", "{'k':'v'}", "{v}"),
                argumentSet("a group at the end of JSON", "{\"a\":{\"b\":{{k}}}}", "{'k':1}", "{\"a\":{\"b\":1}}"),
                argumentSet("blank before or:", "{{ k | or:default }}", "{}", "default"),
                argumentSet("blank before mount_as:", "{{ k | mount_as:/x }}", "{'k':'/a'}", "/a:/x"),
                argumentSet("braces in a default", "{{k|or:{}}}", "{}", "{}"),
                argumentSet("numbers", "{{k}}", "{'k':8080}", "8080"),
                argumentSet("spelling of numbers", "v{{k}}", "{'k':1.10}", "v1.10"),
                argumentSet("booleans", "{{k}}", "{'k':true}", "true"),
                argumentSet("list in a text", "--paths={{k}}", "{'k':['a','b']}", "--paths=a,b"),
                argumentSet("map in a text", "{{k}}", "{'k':{'a': 1.0}}", "{\"a\": 1.0}"),
                argumentSet("UNC", "{{k|volume-target}}", "{'k':'\\\\\\\\host\\\\share'}", "//host/share"),
                argumentSet("unclosed", "{{k", "{'k':'v'}", "{{k"),
                argumentSet("line break inside", "{{k\n}}", "{'k':'v'}", "{{k\n}}"),
                argumentSet("unclosed before a group", "{{ {{k}}", "{'k':'v'}", "{{ v"),
                argumentSet("values are not evaluated", "{{k}}", "{'k':'{{k}}'}", "{{k}}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void evaluatesToText(String expression, String configuration, String expected) {
        assertThat(Templates.text(expression, scope(configuration))).isEqualTo(expected);
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                argumentSet(
                        "volume into",
                        "{{paths|volume|into}}",
                        "{'paths':['path1','path2']}",
                        List.of("path1:path1", "path2:path2")),
                argumentSet(
                        "mistyped filter",
                        "{{paths|volume-targe|into}}",
                        "{'paths':['path1','path2']}",
                        List.of("path1", "path2")),
                argumentSet(
                        "volume-target",
                        "{{paths|volume-target}}",
                        "{'paths':['/file','C:\\\\file','D:\\\\parent\\\\file']}",
                        List.of("/file", "/C/file", "/D/parent/file")),
                argumentSet("into of a scalar", "{{k|into}}", "{'k':'v'}", List.of("v")),
                argumentSet("into of a list", "{{k|into}}", "{'k':['v1','v2']}", List.of("v1", "v2")),
                argumentSet("first into", "{{k|first|into}}", "{'k':['v1','v2']}", List.of("v1")),
                argumentSet("empty default", "{{k|or:[]}}", "{'k':[]}", List.of()),
                argumentSet("list default", "{{k|or:[default]}}", "{'k':[]}", List.of("default")),
                argumentSet("longer list default", "{{k|or:[a,b]}}", "{'k':[]}", List.of("a", "b")),
                argumentSet("list kept", "{{k|or:[a]}}", "{'k':['v']}", List.of("v")),
                argumentSet("empty default for nothing", "{{k|or:[]|volume|into}}", "{}", List.of()),
                argumentSet("prefix of nothing", "{{k|or:[]|prefix:--k=}}", "{}", List.of()),
                argumentSet("prefix", "{{k|or:[]|prefix:--k=}}", "{'k':5}", List.of("--k=5")),
                argumentSet("prefix of each", "{{k|or:[]|prefix:--k=}}", "{'k':['a','b']}", List.of("--k=a", "--k=b")),
                argumentSet("prefix of empty text", "{{k|prefix:x}}", "{}", List.of("")),
                argumentSet("number", "{{k}}", "{'k':5}", List.of("5")),
                argumentSet("numbers", "{{k}}", "{'k':[5,true]}", List.of("5", "true")),
                argumentSet("number in a text", "--port={{k}}", "{'k':5}", List.of("--port=5")));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void evaluatesToList(String expression, String configuration, List<String> expected) {
        assertThat(Templates.list(List.of(expression), scope(configuration))).isEqualTo(expected);
    }

    @Test
    void onlyBothBracesMakeATemplate() {
        assertThat(Templates.isTemplate("{{a}}")).isTrue();
        assertThat(Templates.isTemplate("{\"a\": {\"b\": 1}}")).isFalse();
        assertThat(Templates.isTemplate("$A")).isFalse();
    }

    static Stream<Arguments> dollars() {
        return Stream.of(
                argumentSet("name", "Bearer $A", "Bearer 1"),
                argumentSet("braces", "x${A}y", "x1y"),
                argumentSet("unknown", "[$NONE${NONE}]", "[]"),
                argumentSet("literal", "$$A costs $$5", "$A costs $5"),
                argumentSet("no name follows", "5$ $. $5 ${ ${-} $", "5$ $. $5 ${ ${-} $"),
                argumentSet("longest name", "$AB", "2"),
                argumentSet("once only", "$C", "$A"),
                argumentSet("backslash", "\\$A", "\\1"));
    }

    @ParameterizedTest
    @MethodSource("dollars")
    void expandsVariables(String text, String expected) {
        Map<String, String> variables = Map.of("A", "1", "AB", "2", "C", "$A");
        assertThat(Dollars.expand(text, name -> variables.getOrDefault(name, "")))
                .isEqualTo(expected);
    }

    @Test
    void randomExpressionsAlwaysEvaluate() {
        long seed = 15485863L;
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "{{",
                "}}",
                "{",
                "}",
                "k",
                "l",
                ".",
                "|",
                "or:",
                "[",
                "]",
                "mount_as:",
                "volume",
                "into",
                "first",
                ":",
                "$",
                "${",
                "$$",
                " ",
                "\n",
                "\\",
                "C:",
                "é",
                "🦓");
        Value scope = scope("{'k':['a',{'b':null}],'l':{'k':1e400}}");
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(16); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String expression = text.toString();
            try {
                String value = Templates.text(expression, scope);
                Templates.list(List.of(expression), scope);
                if (!Templates.isTemplate(expression)) {
                    assertThat(value).isEqualTo(expression);
                }
                String expanded = Dollars.expand(expression, name -> "");
                if (!expression.contains("$")) {
                    assertThat(expanded).isEqualTo(expression);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round + ": " + expression, e);
            }
        }
    }

    private static Value scope(String json) {
        return ConfigurationValues.parse(JsonText.of(json.replace('\'', '"')));
    }
}
