package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No secret of a server is shown with what its workloads write to standard error. */
class RedactionTest {
    private static final Secret TOKEN = Secret.of("ghp_abcdefgh");

    private final List<String> lines = new ArrayList<>();

    private StderrTail tail(Secret... secrets) {
        return new StderrTail(64 << 10, Redaction.of(List.of(secrets)), lines::add);
    }

    private static void write(StderrTail tail, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.write(bytes, 0, bytes.length);
    }

    @Test
    void neitherLinesNorTailHoldASecret() {
        StderrTail tail = tail(TOKEN);
        write(tail, "started with ghp_abcdefgh and ghp_abcd");
        write(tail, "efgh\n");
        assertThat(lines).containsExactly("started with *** and ***");
        assertThat(tail.tail(600)).isEqualTo("started with *** and ***");
    }

    @Test
    void aTailThatIsCutInASecretShowsNoPartOfIt() {
        StderrTail tail = tail(TOKEN);
        write(tail, "x".repeat(100) + "ghp_abcdefgh-end\n");
        for (int most = 1; most < 30; most++) {
            assertThat(tail.tail(most)).doesNotContain("fgh").doesNotContain("ghp");
        }
    }

    @Test
    void aLineThatIsCutInASecretShowsNoPartOfIt() {
        StderrTail tail = tail(TOKEN);
        write(tail, "x".repeat((4 << 10) - 6) + "ghp_abcdefgh\n");
        assertThat(lines).singleElement().asString().endsWith("x***").doesNotContain("ghp");
    }

    @Test
    void eachLineOfASecretIsTakenOut() {
        StderrTail tail = tail(Secret.of("-----BEGIN KEY-----\nMIIEabcd\nxyz\n-----END KEY-----\n"));
        write(tail, "key: -----BEGIN KEY-----\nMIIEabcd\n-----END KEY-----\n");
        assertThat(lines).containsExactly("key: ***", "***", "***");
    }

    @Test
    void theLongerOfTwoSecretsIsTakenOutWhole() {
        write(tail(Secret.of("abcd"), Secret.of("abcdefgh")), "abcdefgh abcd\n");
        assertThat(lines).containsExactly("*** ***");
    }

    @Test
    void whatIsTooShortToBeASecretIsLeft() {
        write(tail(Secret.of("1")), "port 8811\n");
        assertThat(lines).containsExactly("port 8811");
    }

    @Test
    void theLastLineNeedsNoLineBreak() {
        StderrTail tail = tail(TOKEN);
        write(tail, "panic: ghp_abcdefgh");
        assertThat(lines).isEmpty();
        tail.end();
        assertThat(lines).containsExactly("panic: ***");
        assertThat(Redaction.of(List.of(TOKEN)).toString()).doesNotContain("ghp");
    }
}
