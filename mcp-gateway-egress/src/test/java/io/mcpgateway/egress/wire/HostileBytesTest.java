package io.mcpgateway.egress.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, cut anywhere: each reader takes them, wants more, or refuses them, and what it takes makes sense. */
final class HostileBytesTest {
    private static final int ROUNDS = 20_000;

    private static byte[] mutated(Random random, List<byte[]> seeds) {
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        byte[] bytes = Arrays.copyOf(seed, random.nextInt(4) == 0 ? random.nextInt(seed.length + 40) : seed.length);
        for (int changes = random.nextInt(6); changes > 0 && bytes.length > 0; changes--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : "\r\n:. \0/".charAt(random.nextInt(7)));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261129})
    void clientHello(long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> seeds = List.of(Hellos.of("www.example.com"), Hellos.of(null), Hellos.fragmented("a.example", 7));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(random, seeds);
            try {
                Optional<ClientHello> hello = ClientHello.read(bytes, bytes.length);
                hello.flatMap(ClientHello::serverName)
                        .ifPresent(name -> assertThat(HostNames.name(name)).contains(name));
                if (hello.isEmpty()) {
                    assertThat(bytes.length).isLessThan(ClientHello.LONGEST);
                }
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining("\0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261129})
    void httpHead(long seed) {
        Random random = new Random(seed);
        List<byte[]> seeds = List.of(
                "GET http://a.example:80/x?y HTTP/1.1\r\nHost: a.example\r\nA: b\r\n\r\nrest"
                        .getBytes(StandardCharsets.ISO_8859_1),
                "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
                "POST / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\nContent-Length: 3\r\n\r\nabc"
                        .getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(random, seeds);
            try {
                Optional<HttpHead> head = HttpHead.read(bytes, bytes.length);
                if (head.isPresent()) {
                    Authority wanted = head.get().authority(80);
                    byte[] sent = head.get().forServer(wanted);
                    // What leaves is one head, understood as it was judged.
                    HttpHead again = HttpHead.read(sent, sent.length).orElseThrow();
                    assertThat(again.length()).isEqualTo(sent.length);
                    if (!head.get().isConnect()) {
                        assertThat(again.authority(80)).isEqualTo(wanted);
                    }
                }
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261129})
    void dnsQuery(long seed) {
        Random random = new Random(seed);
        List<byte[]> seeds = List.of(Queries.of("www.example.com", 1), Queries.of("x", 28), Queries.of("", 2));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutated(random, seeds);
            try {
                DnsQuery query = DnsQuery.read(bytes, bytes.length);
                byte[] answer = query.empty(DnsQuery.Answer.NO_SUCH_NAME);
                assertThat(answer.length).isBetween(17, bytes.length);
                assertThat(answer[2] & 0x80).isEqualTo(0x80);
                query.name().ifPresent(name -> assertThat(HostNames.name(name)).contains(name));
                assertThat(query.shown()).matches("[A-Za-z0-9?._-]*");
            } catch (MalformedException e) {
                DnsQuery.refusal(bytes, bytes.length)
                        .ifPresent(answer -> assertThat(answer).hasSize(12));
            }
        }
    }
}
