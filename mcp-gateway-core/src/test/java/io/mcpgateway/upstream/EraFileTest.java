package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EraFileTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path home;

    private EraFile open() {
        return EraFile.in(home, Runnable::run, (level, message, facts) -> {});
    }

    private static EraVerdict answered(Era era) {
        return new EraVerdict(era, EraVerdict.Reason.ANSWER, false, NOW);
    }

    private Path file() {
        return home.resolve("cache/eras.json");
    }

    @Test
    void whatOneGatewayHasFoundTheNextOneKnows() throws IOException {
        EraVerdict silence = new EraVerdict(Era.LEGACY, EraVerdict.Reason.SILENCE, true, NOW);
        EraFile first = open();
        assertThat(first.find("a")).isNull();
        first.put("a", answered(Era.MODERN));
        first.put("b", silence);
        assertThat(open().find("a")).isEqualTo(answered(Era.MODERN));
        assertThat(open().find("b")).isEqualTo(silence);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void twoGatewaysKeepEachOthersVerdicts() {
        EraFile one = open();
        EraFile other = open();
        assertThat(one.find("x")).isNull();
        assertThat(other.find("x")).isNull();
        one.put("a", answered(Era.MODERN));
        other.put("b", answered(Era.LEGACY));
        one.remove("b"); // by another gateway, and yet this one has found that it does not hold
        other.put("c", answered(Era.LEGACY));
        assertThat(open().find("a")).isNotNull();
        assertThat(open().find("b")).isNull();
        assertThat(open().find("c")).isNotNull();
    }

    @Test
    void whatIsRemovedIsNotFoundAgain() {
        open().put("a", answered(Era.MODERN));
        EraFile next = open();
        assertThat(next.find("a")).isNotNull();
        next.remove("a");
        assertThat(next.find("a")).isNull();
        assertThat(open().find("a")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"verdicts\":7}",
                "{\"verdicts\":[7]}",
                "{\"verdicts\":[{}]}",
                "{\"verdicts\":[{\"server\":\"a\",\"era\":\"FUTURE\",\"reason\":\"ANSWER\",\"found\":\"2026-11-29T12:00:00Z\"}]}",
                "{\"verdicts\":[{\"server\":\"a\",\"era\":\"LEGACY\",\"reason\":\"ANSWER\",\"found\":\"yesterday\"}]}",
                "\u0000",
            })
    void aDamagedFileIsNoVerdictAndIsReplaced(String damage) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), damage);
        EraFile damaged = open();
        assertThat(damaged.find("a")).isNull();
        damaged.put("a", answered(Era.LEGACY));
        assertThat(open().find("a")).isEqualTo(answered(Era.LEGACY));
    }

    @Test
    void manyThatComeAtOnceAreWrittenTogether() {
        Queue<Runnable> later = new ArrayDeque<>();
        EraFile file = EraFile.in(home, later::add, (level, message, facts) -> {});
        for (int i = 0; i < 100; i++) {
            file.put("s" + i, answered(Era.LEGACY));
        }
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(later).isEmpty();
        assertThat(open().find("s99")).isNotNull();
    }

    @Test
    void anAnswerCountsForGoodAndAnythingElseForADay() {
        Instant nextDay = NOW.plus(Duration.ofHours(25));
        assertThat(answered(Era.LEGACY).holds(nextDay)).isTrue();
        for (EraVerdict provisional : new EraVerdict[] {
            new EraVerdict(Era.LEGACY, EraVerdict.Reason.SILENCE, false, NOW),
            new EraVerdict(Era.LEGACY, EraVerdict.Reason.EXIT, false, NOW),
            new EraVerdict(Era.LEGACY, EraVerdict.Reason.ANSWER, true, NOW)
        }) {
            assertThat(provisional.holds(NOW.plus(Duration.ofHours(23)))).isTrue();
            assertThat(provisional.holds(nextDay)).isFalse();
        }
        assertThat(answered(Era.LEGACY).holds(NOW.minus(Duration.ofDays(2)))).isFalse();
    }
}
