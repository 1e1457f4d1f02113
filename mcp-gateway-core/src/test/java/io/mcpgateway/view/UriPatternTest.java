package io.mcpgateway.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.upstream.ServerDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriPatternTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final Target OWNER = new Target(
            new ServerDefinition(
                    "s",
                    "",
                    new LaunchPlan.InJvm("x", JsonText.emptyObject()),
                    "d",
                    Isolation.SHARED,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
            "",
            "",
            JsonText.emptyObject());

    private static boolean matches(String template, String uri) {
        return UriPattern.of(template, OWNER).matches(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "x:a, x:a, true",
        "x:a, x:b, false",
        "x:a, x:aa, false",
        "x:{a}, x:, true",
        "x:{a}, x:abc, true",
        "x:{a}, x:a/b, false",
        "x:{+a}, x:a/b, true",
        "x:{/a}, x:/b, true",
        "x:{a*}, x:a/b, true",
        "x:{a}/y, x:1/y, true",
        "x:{a}/y, x:1/2/y, false",
        "x:{a}-{b}, x:1-2-3, true",
        "x:{a}{b}, x:12, true",
        "x:{a}.{b}/z, x:a.b.c/z, true",
        "{a}:b, x:b, true",
        "x:{a, x:zzz, true",
        "x:}, x:}, true"
    })
    void templatesMatchWhatTheyCanProduce(String template, String uri, boolean expected) {
        assertThat(matches(template, uri)).isEqualTo(expected);
    }

    @Test
    void agreesWithARegularExpression() {
        Random random = new Random(SEED);
        String[] parts = {"a", "b", "/", "{v}", "{+v}", "ab"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder template = new StringBuilder();
            StringBuilder regex = new StringBuilder();
            for (int j = random.nextInt(5); j >= 0; j--) {
                String part = parts[random.nextInt(parts.length)];
                template.append(part);
                regex.append(part.equals("{v}") ? "[^/]*" : part.equals("{+v}") ? ".*" : Pattern.quote(part));
            }
            StringBuilder uri = new StringBuilder();
            for (int j = random.nextInt(7); j > 0; j--) {
                uri.append("ab/".charAt(random.nextInt(3)));
            }
            assertThat(matches(template.toString(), uri.toString()))
                    .as("seed %d: %s against %s", SEED, template, uri)
                    .isEqualTo(Pattern.matches(regex.toString(), uri));
        }
    }

    @Test
    void hostileTemplatesCostNoMoreThanTheProductOfTheLengths() {
        String uri = "a".repeat(8000) + "!";
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(matches("{x}a".repeat(50) + "b", uri)).isFalse();
            assertThat(matches("{+x}".repeat(50) + "a".repeat(2000) + "b", uri)).isFalse();
            assertThat(matches("{x}".repeat(1000), uri)).isTrue();
            assertThat(matches("b" + "{x}".repeat(1000), uri)).isFalse();
        });
    }
}
