package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of {@code allowHosts}. */
final class AllowedHostTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            example.com:443, example.com:443/http
            example.com:443/https, example.com:443/http
            Example.COM.:80/http, example.com:80/http
            db.example.com:5432/tcp, db.example.com:5432/tcp
            '  example.com:443  ', example.com:443/http
            *.example.com:443, *.example.com:443/http
            localhost:8080/tcp, localhost:8080/tcp
            10.1.2.3:80/tcp, 10.1.2.3:80/tcp
            169.254.169.254:80, 169.254.169.254:80/http
            [2001:DB8::1]:443, [2001:db8:0:0:0:0:0:1]:443/http
            [::ffff:10.0.0.1]:443/tcp, 10.0.0.1:443/tcp
            under_score.example:1, under_score.example:1/http
            xn--bcher-kva.example:65535/tcp, xn--bcher-kva.example:65535/tcp
            """)
    void readsAndWritesTheNormalForm(String text, String normal) {
        AllowedHost host = AllowedHost.parse(text);

        assertThat(host).hasToString(normal);
        assertThat(AllowedHost.parse(normal)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foobar                       | missing port
            foobar/tcp                   | missing port
            ''                           | missing port
            [2001:db8::1]                | missing port
            localhost:/tcp               | missing port
            a:1/tcp/x                    | invalid protocol
            google.com:443/foobar        | invalid protocol 'foobar'
            google.com:443/              | invalid protocol ''
            https://google.com:443       | invalid protocol
            google.com:100000/tcp        | invalid port '100000'
            google.com:65536             | invalid port '65536'
            google.com:0                 | invalid port '0'
            google.com:-1                | invalid port '-1'
            google.com:http              | invalid port 'http'
            [ff00::1]:80/tcp             | loopback, multicast or unspecified
            224.0.0.1:80                 | loopback, multicast or unspecified
            127.0.0.1:80                 | loopback, multicast or unspecified
            [::1]:80                     | loopback, multicast or unspecified
            [::ffff:127.0.0.1]:80        | loopback, multicast or unspecified
            0.0.0.0:80                   | loopback, multicast or unspecified
            [::]:80                      | loopback, multicast or unspecified
            [fe80::1%eth0]:80            | invalid hostname
            [example.com]:80             | invalid hostname
            2001:db8::1:443              | written in brackets
            :443                         | invalid hostname
            *:443                        | invalid hostname
            a.*.example:443              | invalid hostname
            *example.com:443             | invalid hostname
            *.*.example.com:443          | invalid hostname
            *.example.com:5432/tcp       | pinned to one host only
            127.1:80                     | invalid hostname
            2130706433:80                | invalid hostname
            0x7f.0.0.0x1:80              | invalid hostname
            010.0.0.1:80                 | invalid hostname
            1.2.3.256:80                 | invalid hostname
            1.2.3.4.:80                  | invalid hostname
            a..b:80                      | invalid hostname
            -a.example:80                | invalid hostname
            exa mple.com:80              | invalid hostname
            user@example.com:80          | invalid hostname
            bücher.example:443           | invalid hostname
            \u212Aube.example:443        | invalid hostname
            [.:1]:443                    | invalid hostname
            """)
    void refusesAndSaysWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> AllowedHost.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "': ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1/\u001b[31m", "a:\u009b1m", "\u001b[31m", "a:1\n/tcp", "[\u0085]:1"})
    void whatSteersATerminalIsNotShown(String text) {
        assertThatThrownBy(() -> AllowedHost.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cc}"));
    }

    @Test
    void whatIsEndlessIsNotShownToItsEnd() {
        for (String text :
                new String[] {"a".repeat(100_000), "a:1/" + "x".repeat(100_000), "a:" + "1".repeat(100_000)}) {
            assertThatThrownBy(() -> AllowedHost.parse(text))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            example.com:443, example.com, true
            example.com:443, www.example.com, false
            *.example.com:443, www.example.com, true
            *.example.com:443, a.b.example.com, true
            *.example.com:443, example.com, false
            *.example.com:443, evilexample.com, false
            *.example.com:443, .example.com, false
            """)
    void wildcardsCoverWhatIsBelowAndNothingElse(String rule, String name, boolean covered) {
        assertThat(AllowedHost.parse(rule).covers(name)).isEqualTo(covered);
    }
}
