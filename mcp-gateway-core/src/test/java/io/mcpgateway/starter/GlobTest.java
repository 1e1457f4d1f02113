package io.mcpgateway.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.jvm.ToolException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.md,a.md,true",
        "*.md,x/y/a.md,true",
        "*.md,a.mdx,false",
        "a?c,abc,true",
        "a?c,ac,false",
        "src/*.java,src/A.java,true",
        "src/*.java,src/x/A.java,false",
        "src/**/A.java,src/x/y/A.java,true",
        "**/A.java,A.java,true",
        "**/A.java,x/A.java,true",
        "**,x/y,true",
        "[a],[a],true",
        "[a],a,false",
    })
    void namesMatchPatterns(String pattern, String name, boolean expected) {
        assertThat(Glob.parse(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void aHostilePatternTakesNoTime() {
        Glob glob = Glob.parse("*a".repeat(120) + "b");

        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(glob.matches("a".repeat(4096))).isFalse());
    }

    @Test
    void lengthIsBounded() {
        assertThatThrownBy(() -> Glob.parse("*".repeat(257))).isInstanceOf(ToolException.class);
        assertThatThrownBy(() -> Glob.parse("")).isInstanceOf(ToolException.class);
    }
}
