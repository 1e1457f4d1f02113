package io.mcpgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson in strict mode is the oracle of what JSON is; the JDK's decoder of what UTF-8 is. */
class CursorTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Cursor.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Pattern WIDE_HEX_DIGIT =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u[0-9a-fA-F]{0,3}[^\\x00-\\x7f]");

    private static boolean accepts(byte[] bytes) {
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        try {
            cursor.skipValue();
            return cursor.peek() == -1;
        } catch (MalformedMessageException e) {
            assertThat(e.code()).isEqualTo(MalformedMessageException.PARSE_ERROR);
            return false;
        }
    }

    private static boolean oracleAccepts(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        if (WIDE_HEX_DIGIT.matcher(text).find()) {
            return false; // the oracle looks at the lower eight bits of such a digit only
        }
        try (JsonParser parser = STRICT.createParser(text)) {
            int roots = 0;
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isScalarValue()) {
                    parser.getText();
                }
                roots += depth == 0 && (token.isScalarValue() || token.isStructEnd()) ? 1 : 0;
            }
            return roots == 1 && depth == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void acceptsWhatTheOracleAcceptsAndNothingElse() {
        RandomJson json = new RandomJson(SEED);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = json.perhapsBroken(json.space() + json.value(4) + json.space());
            boolean expected = oracleAccepts(bytes);
            accepted += expected ? 1 : 0;
            if (accepts(bytes) != expected) {
                assertThat(accepts(bytes))
                        .as("seed %d, text %s", SEED, new String(bytes, StandardCharsets.ISO_8859_1))
                        .isEqualTo(expected);
            }
        }
        assertThat(accepted).as("seed %d", SEED).isBetween(20_000, 90_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "tru",
                "nul",
                "truex",
                "01",
                "-",
                "-01",
                "1.",
                ".5",
                "1e",
                "1e+",
                "+1",
                "0x1",
                "NaN",
                "'a'",
                "\"",
                "\"\\",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "[",
                "[1",
                "[1,",
                "[,1]",
                "[1,]",
                "[1 2]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\" 1}",
                "{,}",
                "{]",
                "[}",
                "1 1",
                "{}{}",
                "/**/1",
                "[1]//"
            })
    void refusesWhatIsNoJson(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(oracleAccepts(bytes)).isFalse();
        assertThat(accepts(bytes)).isFalse();
    }

    @Test
    void refusesEverySequenceThatIsNotUtf8() {
        for (int lead = 0x80; lead < 0x100; lead++) {
            for (int second = 0; second < 0x100; second += 1) {
                for (int more : new int[] {0, 1, 2}) {
                    byte[] bytes = new byte[4 + more];
                    bytes[0] = '"';
                    bytes[1] = (byte) lead;
                    bytes[2] = (byte) second;
                    for (int i = 0; i < more; i++) {
                        bytes[3 + i] = (byte) 0x80;
                    }
                    bytes[3 + more] = '"';
                    assertThat(accepts(bytes))
                            .as("%x %x and %d more", lead, second, more)
                            .isEqualTo(oracleAccepts(bytes));
                }
            }
        }
    }

    @Test
    void nestingIsBoundedToTheLevel() {
        String atLimit = "[".repeat(Cursor.MAX_DEPTH) + "]".repeat(Cursor.MAX_DEPTH);
        assertThat(accepts(atLimit.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(accepts(("[" + atLimit + "]").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(accepts("[{\"a\":".repeat(5_000_000).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void readsOnlyItsRegion() {
        byte[] bytes = "xx[1,2]yy".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= 5; length++) {
            Cursor cursor = new Cursor(bytes, 2, length);
            boolean whole;
            try {
                cursor.skipValue();
                whole = true;
            } catch (MalformedMessageException e) {
                whole = false;
            }
            assertThat(whole).isEqualTo(length == 5);
        }
    }
}
