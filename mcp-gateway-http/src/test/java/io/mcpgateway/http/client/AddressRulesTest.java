package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.RemoteAccess;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final RemoteAccess STRICT = RemoteAccess.STRICT;

    /** First and last address of every refused range. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.0",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.169.254",
                "169.254.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.0",
                "192.0.2.255",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.0",
                "198.51.100.255",
                "203.0.113.0",
                "203.0.113.255",
                "224.0.0.0",
                "239.255.255.255",
                "240.0.0.0",
                "255.255.255.254",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "fc00::",
                "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff00::",
                "ff02::1",
                "ffff::1",
                "2001:db8::",
                "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001::1",
                "2002:7f00:1::",
                "2002:808:808::",
                "3fff::1",
                "4000::1"
            })
    void refused(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isFalse();
    }

    /** The neighbours of every refused range. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
                "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255",
                "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
                "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "8.8.8.8",
                "2000::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2606:4700::1", "2003::1",
                "3ffe::1"
            })
    void allowed(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,false", "10.1.2.3,false", "8.8.8.8,true"})
    void mappedAddressesAreJudgedByWhatIsInside(String inside, boolean expected) throws Exception {
        byte[] four = InetAddress.getByName(inside).getAddress();
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(four, 0, mapped, 12, 4);
        assertThat(AddressRules.isPublic(Inet6Address.getByAddress("x", mapped, -1)))
                .isEqualTo(expected);
        assertThat(AddressRules.isPublic(InetAddress.getByName("::ffff:" + inside)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "/mcp",
                "example.com",
                "//example.com/",
                "https:",
                "https:///x",
                "https:opaque",
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https://user@example.com/",
                "https://user:pw@example.com/",
                "https://@example.com/",
                "https://exa%6dple.com/",
                "https://[fe80::1%25eth0]/",
                "https://example.com\u0000.evil/",
                "https://exam ple.com/",
                "https://localhost/",
                "https://LOCALHOST:8443/",
                "https://localhost./",
                "https://metadata/",
                "https://metadata.google.internal/",
                "https://metadata.azure.internal./",
                "https://a.localhost/",
                "https://printer.local/",
                "https://x.localdomain/",
                "https://x.internal/",
                "https://a.b.svc.cluster.local/",
                "https://a.svc/",
                "https://127.0.0.1/",
                "https://10.0.0.1:8443/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://017700000001/",
                "https://1.1.1.0x1/",
                "https://08.8.8.8/",
                "https://256.1.1.1/",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://ex\u00e4mple.com/",
                "https://\uff11\uff12\uff17.0.0.1/",
                "https://evil.com\\@good.com/",
                "https://foo_bar/"
            })
    void unsafeUrlsAreRefused(String url) {
        assertThatThrownBy(() -> UrlGuard.check(url, STRICT))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com,https://example.com/,example.com,443",
        "'  HTTPS://Example.COM:8443/a?b=c#d  ',https://Example.COM:8443/a?b=c,example.com,8443",
        "https://8.8.8.8/mcp,https://8.8.8.8/mcp,8.8.8.8,443",
        "https://[2606:4700::1]/mcp,https://[2606:4700::1]/mcp,[2606:4700::1],443",
        "https://mcp2.example.com/,https://mcp2.example.com/,mcp2.example.com,443"
    })
    void safeUrlsPass(String url, String expected, String host, int port) {
        UrlGuard.Checked checked = UrlGuard.check(url, STRICT);
        assertThat(checked.uri()).hasToString(expected);
        assertThat(checked.host()).isEqualTo(host);
        assertThat(checked.port()).isEqualTo(port);
    }

    @Test
    void anExemptOriginIsExemptAndNoOther() {
        RemoteAccess access = new RemoteAccess(Set.of("localhost:8080", "10.0.0.5"), false);
        assertThat(UrlGuard.check("http://localhost:8080/mcp", access).port()).isEqualTo(8080);
        assertThat(UrlGuard.check("http://10.0.0.5:1234/", access).port()).isEqualTo(1234);
        assertThatThrownBy(() -> UrlGuard.check("http://localhost:8081/", access))
                .isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> UrlGuard.check("http://user@localhost:8080/", access))
                .isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> UrlGuard.check("ftp://localhost:8080/", access))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void insecureExemptsHostsAndKeepsTheOtherRules() {
        RemoteAccess access = new RemoteAccess(Set.of(), true);
        assertThat(UrlGuard.check("http://192.168.1.1/", access).port()).isEqualTo(80);
        assertThatThrownBy(() -> UrlGuard.check("http://a@b/", access)).isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> UrlGuard.check("gopher://b/", access)).isInstanceOf(GatewayException.class);
    }

    @Test
    void refusalsDoNotShowPathsAndQueries() {
        assertThatThrownBy(() -> UrlGuard.check("http://example.com/key/s3cret?token=s3cret", STRICT))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void everyAddressOfANameMustBePublic() throws Exception {
        HostLookup lookup = host -> List.of(
                InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1"), InetAddress.getByName("1.1.1.1"));
        GuardedResolver resolver = new GuardedResolver(lookup, Runnable::run);
        assertThatThrownBy(() -> resolver.resolve("mixed.example.com", 443, STRICT))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("10.0.0.1");
        RemoteAccess exempt = new RemoteAccess(Set.of("mixed.example.com"), false);
        assertThat(resolver.resolve("mixed.example.com", 443, exempt)).hasSize(3);
    }

    @Test
    void whatWasJudgedIsWhatIsDialled() throws Exception {
        List<String> asked = new ArrayList<>();
        HostLookup changing = host -> {
            asked.add(host);
            return List.of(InetAddress.getByName(asked.size() == 1 ? "8.8.8.8" : "127.0.0.1"));
        };
        List<InetSocketAddress> dialled =
                new GuardedResolver(changing, Runnable::run).resolve("rebinding.example.com", 443, STRICT);
        assertThat(asked).hasSize(1);
        assertThat(dialled).containsExactly(new InetSocketAddress(InetAddress.getByName("8.8.8.8"), 443));
        assertThat(dialled.get(0).isUnresolved()).isFalse();
    }

    @Test
    void theResolverRefusesLocalNamesWithoutAsking() {
        GuardedResolver resolver = new GuardedResolver(
                host -> {
                    throw new AssertionError("asked for " + host);
                },
                Runnable::run);
        for (String host : List.of("localhost", "x.internal", "0x7f.1", "2130706433", "::1", "[::1]")) {
            assertThatThrownBy(() -> resolver.resolve(host, 443, STRICT)).isInstanceOf(GatewayException.class);
        }
    }
}
