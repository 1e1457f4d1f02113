package io.mcpgateway.headers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(strings = {"us-west1", "us west 1", "42", "file:///a/b?c=d", "=?base64?abc", "abc?=", "~!"})
    void whatIsPlainGoesAsItIs(String value) {
        assertThat(HeaderValue.encode(value)).isEqualTo(value);
        assertThat(HeaderValue.decode(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Hello, 世界|=?base64?SGVsbG8sIOS4lueVjA==?=",
                " padded |=?base64?IHBhZGRlZCA=?=",
                "=?base64?literal?=|=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
            })
    void theExamplesOfTheSpecification(String value, String header) {
        assertThat(HeaderValue.encode(value)).isEqualTo(header);
        assertThat(HeaderValue.decode(header)).isEqualTo(value);
    }

    @Test
    void lineBreaksAreEncoded() {
        assertThat(HeaderValue.encode("line1\nline2")).isEqualTo("=?base64?bGluZTEKbGluZTI=?=");
        assertThat(HeaderValue.decode("=?base64?bGluZTEKbGluZTI=?=")).isEqualTo("line1\nline2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " a", "a ", "\ta", "a\tb", "a\r\nb", "\u0000", "\u007f", "é", "=?base64?=", "=?base64??="})
    void whatAHeaderMayLoseOrMistakeIsEncoded(String value) {
        assertThat(HeaderValue.encode(value))
                .startsWith("=?base64?")
                .endsWith("?=")
                .isNotEqualTo(value);
        assertThat(HeaderValue.decode(HeaderValue.encode(value))).isEqualTo(value);
    }

    @Test
    void halfASurrogatePairHasNoHeader() {
        assertThat(HeaderValue.encode("a\ud800b")).isNull();
        assertThat(HeaderValue.encode("\ud83d\ude00")).isEqualTo("=?base64?8J+YgA==?=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?SGVsbG8?=", // padding is missing
                "=?base64?SGVs bG8=?=",
                "=?base64?SGVs!bG8=?=",
                "=?base64?SGVsbG9=?=", // stray bits
                "=?base64?SGVsbG8==?=",
                "=?base64?====?=",
                "=?base64?/w==?=", // no UTF-8
                "=?base64?7aCA?=", // half a surrogate pair
                "é",
                "a\nb",
                "a\u007f"
            })
    void whatIsBrokenIsNothing(String header) {
        assertThat(HeaderValue.decode(header)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?BASE64?SGVsbG8=?=",
                "=?base64?=",
                "SGVsbG8=",
                " =?base64?SGVsbG8=?=",
                "a\tb",
                "",
                "=?base64?SGVsbG8="
            })
    void whatOnlyResemblesTheFormStandsForItself(String header) {
        assertThat(HeaderValue.decode(header)).isEqualTo(header);
    }

    @Test
    void whatGoesInComesOut() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            String value = random.ints(random.nextInt(20), 0, 0x2ff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String header = HeaderValue.encode(value);
            assertThat(HeaderValue.isPlain(header)).as("seed %d", SEED).isTrue();
            assertThat(header).as("seed %d", SEED).isEqualTo(header.strip()).isNotEmpty();
            assertThat(HeaderValue.decode(header)).as("seed %d", SEED).isEqualTo(value);
        }
    }
}
