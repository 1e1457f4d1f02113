package io.mcpgateway.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // rule,           missing, missing but pulled before, present for 2 hours, present for 2 weeks
        "'',               false, false, false, false",
        "never,            false, false, false, false",
        "missing,          true,  true,  false, false",
        "always,           true,  true,  true,  true",
        "always@6h,        true,  true,  false, true",
        "initial,          true,  false, false, false",
        "exists,           false, false, true,  true",
        "exists@1h30m,     false, false, true,  true",
        "exists@1d,        false, false, false, true",
        "1w,               true,  true,  false, true",
        "3w,               true,  true,  false, false",
        "90s,              true,  true,  true,  true",
        "initial+exists@1d, true, false, false, true",
        "never+missing,    true,  true,  false, false",
        "missing@1d,       true,  true,  false, false",
    })
    void pulls(String rule, boolean missing, boolean before, boolean young, boolean old) {
        PullRule read = PullRule.parse(rule);

        assertThat(read.pullsMissing(false)).isEqualTo(missing);
        assertThat(read.pullsMissing(true)).isEqualTo(before);
        assertThat(read.pullsPresent(Optional.of(NOW.minus(Duration.ofHours(2))), NOW))
                .isEqualTo(young);
        assertThat(read.pullsPresent(Optional.of(NOW.minus(Duration.ofDays(14))), NOW))
                .isEqualTo(old);
    }

    @Test
    void catalogOfUnknownAgeIsOld() {
        assertThat(PullRule.parse("exists@3650d").pullsPresent(Optional.empty(), NOW))
                .isTrue();
    }
}
