package io.mcpgateway.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "*,a/b,false",
        "*/*,a/b,true",
        "git*,github,true",
        "git*,digit,false",
        "*hub,github,true",
        "g*h*b,github,true",
        "g?thub,github,true",
        "?,a,true",
        "?,ab,false",
        "?,/,false",
        "[a-c]x,bx,true",
        "[a-c]x,dx,false",
        "[^a-c]x,dx,true",
        "[^a-c]x,bx,false",
        "[]]x,]x,true",
        "[a-,a,false",
        "\\*,*,true",
        "\\*,a,false",
        "a.b,a.b,true",
        "a.b,axb,false",
        "***a***,xax,true",
    })
    void namesAreMatched(String pattern, String name, boolean matches) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void manyStarsTakeNoTime() {
        assertThat(new Glob("*a".repeat(200) + "b").matches("a".repeat(2000))).isFalse();
    }

    @Test
    void itSaysWhatARegularExpressionSays() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*?/", 6);
            String name = text(random, "ab/", 6);
            String expression = pattern.replace("*", "[^/]*").replace("?", "[^/]");
            assertThat(new Glob(pattern).matches(name))
                    .as(pattern + " on " + name)
                    .isEqualTo(Pattern.matches(expression, name));
        }
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
