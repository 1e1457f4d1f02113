package io.mcpgateway.egress.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DnsQueryTest {
    @Test
    void anAddressIsAnswered() throws Exception {
        byte[] bytes = Queries.of("WWW.example.com", 1);
        DnsQuery query = DnsQuery.read(bytes, bytes.length);

        assertThat(query.name()).contains("www.example.com");
        assertThat(query.asksForAddress()).isTrue();
        byte[] answer = query.address(InetAddress.getByName("198.19.0.2"));
        assertThat(Arrays.copyOf(answer, 12)).containsExactly(0x12, 0x34, 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(answer, 12, bytes.length)).isEqualTo(Arrays.copyOfRange(bytes, 12, bytes.length));
        assertThat(Arrays.copyOfRange(answer, bytes.length, answer.length))
                .isEqualTo(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, (byte) 198, 19, 0, 2});
    }

    @Test
    void aDotInsideOfALabelIsNoDot() throws Exception {
        byte[] bytes = Queries.of("a_b.example", 1);
        bytes[14] = '.';
        DnsQuery query = DnsQuery.read(bytes, bytes.length);

        assertThat(query.name()).isEmpty();
        assertThat(query.shown()).isEqualTo("a?b.example");
    }

    @Test
    void aNameIsNotLongerThanNamesCanBe() throws Exception {
        String labels = ("a".repeat(63) + ".").repeat(3);
        byte[] longest = Queries.of(labels + "a".repeat(61), 1); // 255 bytes, their lengths and the end included
        byte[] longer = Queries.of(labels + "a".repeat(62), 1);

        assertThat(DnsQuery.read(longest, longest.length).name()).contains(labels + "a".repeat(61));
        assertThatThrownBy(() -> DnsQuery.read(longer, longer.length)).isInstanceOf(MalformedException.class);
    }

    @Test
    void pointersResponsesAndSeveralQuestionsAreNotRead() {
        byte[] pointer = Queries.of("abc.example", 1);
        pointer[12] = (byte) 0xc0;
        byte[] response = Queries.of("abc.example", 1);
        response[2] = (byte) 0x80;
        byte[] questions = Queries.of("abc.example", 1);
        questions[5] = 2;
        byte[] update = Queries.of("abc.example", 1);
        update[2] = 0x28;

        for (byte[] bytes : new byte[][] {pointer, response, questions, update}) {
            assertThatThrownBy(() -> DnsQuery.read(bytes, bytes.length)).isInstanceOf(MalformedException.class);
        }
        assertThat(DnsQuery.refusal(response, response.length)).isEmpty();
        assertThat(DnsQuery.refusal(pointer, pointer.length).orElseThrow()[3]).isEqualTo((byte) 0x81);
        assertThat(DnsQuery.refusal(update, update.length).orElseThrow()[3]).isEqualTo((byte) 0x84);
    }
}
