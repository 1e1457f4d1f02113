package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EgressRulesTest {
    @Test
    void aPortOfAHostIsAllowedAndNoOther() {
        EgressRules rules = EgressRules.of(List.of("a.example:443", "*.b.example:8443", "10.0.0.1:80"));

        assertThat(rules.allows("a.example", 443)).isTrue();
        assertThat(rules.allows("a.example", 80)).isFalse();
        assertThat(rules.allows("x.b.example", 8443)).isTrue();
        assertThat(rules.allows("x.b.example", 443)).isFalse();
        assertThat(rules.allows("10.0.0.1", 80)).isTrue();
        assertThat(rules.allows("10.0.0.2", 80)).isFalse();
        assertThat(rules.knows("x.b.example")).isTrue();
        assertThat(rules.knows("b.example")).isFalse();
    }

    @Test
    void anAddressIsAllowedHoweverItIsSpelled() throws Exception {
        EgressRules rules = EgressRules.of(List.of("[2001:db8:0::0:1]:80", "[::ffff:10.0.0.1]:80"));

        assertThat(rules.allows(InetAddress.getByName("2001:db8::1"), 80)).isTrue();
        assertThat(rules.allows(InetAddress.getByName("10.0.0.1"), 80)).isTrue();
        assertThat(rules.allows(InetAddress.getByName("10.0.0.1"), 81)).isFalse();
    }

    @Test
    void aPortIsPinnedIfItBelongsToOneNamedHostAlone() {
        EgressRules rules = EgressRules.of(List.of(
                "db.example:5432/tcp", "a.example:443/tcp", "b.example:443", "10.0.0.1:22/tcp", "w.example:80"));

        assertThat(rules.pinned(5432)).contains(AllowedHost.parse("db.example:5432/tcp"));
        assertThat(rules.pinned(443)).isEmpty();
        assertThat(rules.pinned(22)).isEmpty();
        assertThat(rules.pinned(80)).isEmpty();
        assertThat(rules.contestedPorts()).containsExactly(443);
        assertThat(rules.ports()).containsExactly(80, 443, 5432);
    }

    @Test
    void theProxyAndTheNameServerKeepOutOfTheWay() {
        assertThat(EgressRules.of(List.of("a.example:443")).proxyPort()).isEqualTo(3128);
        EgressRules rules = EgressRules.of(List.of("a.example:3128", "b.example:3129/tcp", "dns.example:53/tcp"));
        assertThat(rules.proxyPort()).isEqualTo(3130);
        assertThat(rules.ports()).doesNotContain(53);
        assertThat(rules.allows("dns.example", 53)).isTrue();
    }

    @Test
    void theDocumentedListIsRead() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "network.md"));
        int begin = page.indexOf("allowHosts:\n") + "allowHosts:\n".length();
        List<String> hosts = page.substring(begin, page.indexOf("```", begin))
                .lines()
                .map(line -> line.replaceFirst("^ *- ", "").replace("\"", ""))
                .toList();

        assertThat(EgressRules.of(hosts).hosts())
                .extracting(AllowedHost::host)
                .containsExactly(
                        "api.example.com", "*.cdn.example.com", "db.example.com", "10.1.2.3", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void isBounded() {
        assertThat(EgressRules.of(Collections.nCopies(EgressRules.MOST_HOSTS, "a.example:443"))
                        .hosts())
                .hasSize(1);
        List<String> many = IntStream.rangeClosed(0, EgressRules.MOST_HOSTS)
                .mapToObj(i -> "h" + i + ".example:443")
                .toList();
        assertThatThrownBy(() -> EgressRules.of(many)).hasMessageContaining("257 hosts are more than 256");
    }
}
