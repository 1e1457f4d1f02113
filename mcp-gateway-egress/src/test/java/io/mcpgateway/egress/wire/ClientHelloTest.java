package io.mcpgateway.egress.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClientHelloTest {
    @Test
    void tellsTheServerThatIsNamed() throws Exception {
        byte[] bytes = Hellos.of("Www.Example.com");

        assertThat(ClientHello.read(bytes, bytes.length)).contains(new ClientHello(Optional.of("www.example.com")));
    }

    @Test
    void aClientNeedNotNameAServer() throws Exception {
        byte[] bytes = Hellos.of(null);

        assertThat(ClientHello.read(bytes, bytes.length)).contains(new ClientHello(Optional.empty()));
    }

    @Test
    void waitsForTheRestWhereverItIsCut() throws Exception {
        for (byte[] bytes : new byte[][] {Hellos.of("a.example"), Hellos.fragmented("a.example", 50)}) {
            for (int length = 0; length < bytes.length; length++) {
                assertThat(ClientHello.read(bytes, length)).isEmpty();
            }
            assertThat(ClientHello.read(bytes, bytes.length)).contains(new ClientHello(Optional.of("a.example")));
        }
    }

    @Test
    void whatFollowsIsNotLookedAt() throws Exception {
        byte[] hello = Hellos.of("a.example");
        byte[] more = java.util.Arrays.copyOf(hello, hello.length + 100);

        assertThat(ClientHello.read(more, more.length)).contains(new ClientHello(Optional.of("a.example")));
    }

    @Test
    void isBounded() {
        byte[] endless = new byte[ClientHello.LONGEST];
        for (int at = 0; at + 6 <= endless.length; at += 6) {
            endless[at] = 22;
            endless[at + 1] = 3;
            endless[at + 4] = 1;
            endless[at + 5] = (byte) (at == 0 ? 1 : 0x7f);
        }

        assertThatThrownBy(() -> ClientHello.read(endless, endless.length))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void aServerNamedByAddressIsNoHost() throws Exception {
        byte[] bytes = Hellos.of("aaaaaaaaa");
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("aaaaaaaaa");
        System.arraycopy("127.0.0.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes, at, 9);

        assertThatThrownBy(() -> ClientHello.read(bytes, bytes.length))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no host name");
    }
}
