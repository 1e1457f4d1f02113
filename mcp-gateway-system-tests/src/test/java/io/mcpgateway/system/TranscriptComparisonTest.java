package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison lets pass what it names, and only there; every other difference is a fault. */
final class TranscriptComparisonTest {
    private static final String CALL = step("tools/call echo", "tools/call", "{\"content\":[],\"n\":1.0}", "");

    static Stream<Arguments> damages() {
        return Stream.of(
                argumentSet("a lost member", "{\"content\":[]}"),
                argumentSet("an added member", "{\"content\":[],\"n\":1.0,\"x\":null}"),
                argumentSet("another value", "{\"content\":[],\"n\":2.0}"),
                argumentSet("another spelling of a number", "{\"content\":[],\"n\":1}"),
                argumentSet("a lost digit", "{\"content\":[],\"n\":1.00}"),
                argumentSet("another order", "{\"n\":1.0,\"content\":[]}"),
                argumentSet("a duplicate key", "{\"content\":[],\"n\":1.0,\"n\":1.0}"),
                argumentSet("an added element", "{\"content\":[{}],\"n\":1.0}"),
                argumentSet("another type", "{\"content\":{},\"n\":1.0}"),
                argumentSet(
                        "modern members for a legacy client",
                        "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\"}"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageBetweenPeersOfOneEraIsAFault(String result) {
        Transcript direct = transcript("legacy", CALL);
        Transcript relayed = transcript("legacy", step("tools/call echo", "tools/call", result, ""));

        assertThat(TranscriptComparison.of(direct, relayed).faults()).isNotEmpty();
    }

    @Test
    void theSameRunHasNoFaults() {
        TranscriptComparison comparison =
                TranscriptComparison.of(transcript("legacy", CALL), transcript("legacy", CALL));

        assertThat(comparison.faults()).isEmpty();
        assertThat(comparison.used()).isEmpty();
    }

    @Test
    void aModernClientGetsWhatItsRevisionRequiresAndNothingElse() {
        Transcript direct = transcript("legacy", CALL);

        assertThat(modern(direct, "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\"}"))
                .isEmpty();
        assertThat(modern(
                        direct,
                        "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\",\"_meta\":{"
                                + "\"io.modelcontextprotocol/serverInfo\":{\"name\":\"g\",\"version\":\"1\"}}}"))
                .isEmpty();
        assertThat(modern(direct, "{\"content\":[],\"n\":1.0}"))
                .as("no resultType")
                .isNotEmpty();
        assertThat(modern(direct, "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\",\"ttlMs\":0}"))
                .as("a caching hint on a call")
                .isNotEmpty();
        assertThat(modern(direct, "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\",\"_meta\":{\"x\":1}}"))
                .as("unknown _meta")
                .isNotEmpty();
    }

    @Test
    void cachingHintsAreRequiredOnModernLists() {
        Transcript direct = transcript("legacy", step("tools/list", "tools/list", "{\"tools\":[]}", ""));

        assertThat(faults(
                        direct,
                        "modern",
                        step(
                                "tools/list",
                                "tools/list",
                                "{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":5,\"cacheScope\":\"private\"}",
                                "")))
                .isEmpty();
        assertThat(faults(
                        direct,
                        "modern",
                        step(
                                "tools/list",
                                "tools/list",
                                "{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":-5,\"cacheScope\":\"mine\"}",
                                "")))
                .hasSize(2);
    }

    @Test
    void pagesAreJoinedButNoEntryMayGetLost() {
        String two = stepOf(
                "tools/list",
                "",
                "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"1\"}",
                "{\"tools\":[{\"name\":\"b\"}]}");
        Transcript direct = transcript("legacy", two);

        assertThat(faults(
                        direct, "legacy", stepOf("tools/list", "", "{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}")))
                .isEmpty();
        assertThat(faults(
                        direct, "legacy", stepOf("tools/list", "", "{\"tools\":[{\"name\":\"b\"},{\"name\":\"a\"}]}")))
                .isNotEmpty();
        assertThat(faults(direct, "legacy", stepOf("tools/list", "", "{\"tools\":[{\"name\":\"a\"}]}")))
                .isNotEmpty();
    }

    @Test
    void aForeignProgressTokenIsAFault() {
        String note = "{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s,\"progress\":1}}";
        Transcript direct = transcript("legacy", step("tools/call echo", "tools/call", "{}", note.formatted(7)));

        assertThat(faults(direct, "legacy", step("tools/call echo", "tools/call", "{}", note.formatted(7))))
                .isEmpty();
        assertThat(faults(direct, "legacy", step("tools/call echo", "tools/call", "{}", note.formatted(8))))
                .isNotEmpty();
        assertThat(faults(direct, "legacy", step("tools/call echo", "tools/call", "{}", "")))
                .isNotEmpty();
    }

    @Test
    void valuesMadeAnewInEachProcessPassOnlyWhereTheyAreMade() {
        String at = "{\"contents\":[{\"uri\":\"u\",\"text\":\"Resource 7: created at %s\"}]}";
        String dynamic = "resources/read demo://resource/dynamic/text/7";
        Transcript direct = transcript("legacy", step(dynamic, "resources/read", at.formatted("8:41:03 PM"), ""));

        assertThat(faults(direct, "legacy", step(dynamic, "resources/read", at.formatted("9:00:00 AM"), "")))
                .isEmpty();
        assertThat(faults(direct, "legacy", step(dynamic, "resources/read", at.formatted("noon"), "")))
                .isNotEmpty();
        Transcript elsewhere =
                transcript("legacy", step("tools/call echo", "tools/call", at.formatted("8:41:03 PM"), ""));
        assertThat(faults(elsewhere, "legacy", step("tools/call echo", "tools/call", at.formatted("9:00:00 AM"), "")))
                .isNotEmpty();
    }

    @Test
    void aMissingStepIsAFaultUnlessTheRevisionRemovedIt() {
        Transcript direct = transcript("legacy", CALL, step("ping", "ping", "{}", ""));
        String modernCall =
                step("tools/call echo", "tools/call", "{\"content\":[],\"n\":1.0,\"resultType\":\"complete\"}", "");

        assertThat(faults(direct, "modern", modernCall)).isEmpty();
        assertThat(faults(direct, "legacy", CALL)).containsExactly("ping: is missing");
        assertThat(faults(transcript("legacy", CALL), "legacy", CALL, step("extra", "ping", "{}", "")))
                .containsExactly("extra: is not in the direct run");
    }

    private static java.util.List<String> modern(Transcript direct, String result) {
        return faults(direct, "modern", step("tools/call echo", "tools/call", result, ""));
    }

    private static java.util.List<String> faults(Transcript direct, String era, String... steps) {
        return TranscriptComparison.of(direct, transcript(era, steps)).faults();
    }

    private static Transcript transcript(String era, String... steps) {
        return Transcript.parse(
                "{\"era\":\"" + era + "\",\"revision\":\"r\",\"steps\":[" + String.join(",", steps) + "]}");
    }

    private static String step(String name, String method, String result, String notification) {
        return stepOf(name, notification, result);
    }

    private static String stepOf(String name, String notification, String... results) {
        String exchanges = Stream.of(results)
                .map(result ->
                        "{\"request\":{\"method\":\"m\",\"id\":1,\"params\":{\"_meta\":{\"progressToken\":7}}},\"text\":"
                                + Transcript.MAPPER
                                        .getNodeFactory()
                                        .textNode("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}")
                                + "}")
                .collect(java.util.stream.Collectors.joining(","));
        return "{\"name\":\"" + name + "\",\"exchanges\":[" + exchanges + "],\"notifications\":[" + notification
                + "],\"clientError\":null}";
    }
}
