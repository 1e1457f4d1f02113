package io.mcpgateway.egress.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpHeadTest {
    private static HttpHead read(String text) throws MalformedException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return HttpHead.read(bytes, bytes.length).orElseThrow();
    }

    private static String forServer(HttpHead head) throws MalformedException {
        return new String(head.forServer(head.authority(80)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aWholeUriWinsOverTheHostField() throws Exception {
        HttpHead head = read("GET http://A.example:8080/x?y=1 HTTP/1.1\r\nHost: b.example\r\nAccept: */*\r\n"
                + "Proxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\n\r\n");

        assertThat(head.authority(80)).isEqualTo(new Authority("a.example", 8080));
        assertThat(forServer(head))
                .isEqualTo("GET /x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\nConnection: close\r\nAccept: */*\r\n\r\n");
    }

    @Test
    void aPlainRequestIsForTheHostThatItNames() throws Exception {
        HttpHead head = read("POST /p HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\nab");

        assertThat(head.authority(80)).isEqualTo(new Authority("a.example", 80));
        assertThat(head.length())
                .isEqualTo("POST /p HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\n".length());
    }

    @Test
    void anUpgradeIsPassedOn() throws Exception {
        HttpHead head =
                read("GET /ws HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

        assertThat(forServer(head)).contains("Connection: upgrade\r\n", "Upgrade: websocket\r\n");
    }

    @Test
    void aWholeUriWithoutPathIsForTheRoot() throws Exception {
        assertThat(forServer(read("GET http://a.example?q HTTP/1.1\r\n\r\n"))).startsWith("GET /?q HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\rHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET https://a.example/ HTTP/1.1\r\n\r\n",
                "GET ftp://a.example/ HTTP/1.1\r\n\r\n",
                "GET http://user@a.example/ HTTP/1.1\r\n\r\n",
                "GET http:///x HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 127.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a:0\r\n\r\n",
                "CONNECT a.example HTTP/1.1\r\n\r\n",
                "CONNECT a.example:443/ HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001",
                "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n",
                "(: nothing :)"
            })
    void refusesWhatCouldBeUnderstoodInTwoWaysOrInNone(String text) {
        assertThatThrownBy(() -> read(text).authority(80)).isInstanceOf(MalformedException.class);
    }

    @Test
    void isBounded() {
        byte[] endless = ("GET / HTTP/1.1\r\nX: " + "x".repeat(HttpHead.LONGEST)).getBytes(StandardCharsets.ISO_8859_1);
        String many = "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(500) + "\r\n";

        assertThatThrownBy(() -> HttpHead.read(endless, endless.length)).hasMessageContaining("too long");
        assertThatThrownBy(() -> read(many)).hasMessageContaining("too many");
    }
}
