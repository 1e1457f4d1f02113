package io.mcpgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFramerTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());

    private final List<String> lines = new ArrayList<>();
    private final List<Oversized> oversized = new ArrayList<>();

    private LineFramer framer(int max) {
        lines.clear();
        oversized.clear();
        return new LineFramer(max, line -> lines.add(line.toString()), oversized::add);
    }

    private static void feed(LineFramer framer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        framer.feed(bytes, 0, bytes.length);
    }

    @Test
    void linesAreTheSameWhereverTheChunksEnd() {
        byte[] text = "{\"a\":1}\n\n  \r\n{\"b\":\"ä€\"}\r\n toolong-toolong-toolong-toolong \n{}\nlast"
                .getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= text.length; first++) {
            for (int second = first; second <= text.length; second++) {
                LineFramer framer = framer(24);
                byte[] buffer = text.clone();
                framer.feed(buffer, 0, first);
                Arrays.fill(buffer, 0, first, (byte) '#'); // the array belongs to the reader again
                framer.feed(buffer, first, second - first);
                Arrays.fill(buffer, first, second, (byte) '#');
                framer.feed(buffer, second, text.length - second);
                Arrays.fill(buffer, (byte) '#');
                framer.end();
                assertThat(lines).containsExactly("{\"a\":1}", "{\"b\":\"ä€\"}", "{}", "last");
                assertThat(oversized).hasSize(1);
                assertThat(oversized.get(0).bytes()).isEqualTo(33);
            }
        }
    }

    @Test
    void theLimitIsExact() {
        LineFramer framer = framer(100_000);
        String atLimit = "x".repeat(100_000);
        feed(framer, atLimit + "\n" + atLimit + "y\n" + atLimit + "\n");
        assertThat(lines).containsExactly(atLimit, atLimit);
        assertThat(oversized).hasSize(1);
        assertThat(oversized.get(0).bytes()).isEqualTo(100_001);
    }

    @Test
    void anUnendedOversizedLineIsToldAtTheEnd() {
        LineFramer framer = framer(10);
        feed(framer, "{\"id\":7,\"result\":{}");
        assertThat(oversized).isEmpty();
        framer.end();
        assertThat(oversized).hasSize(1);
        assertThat(oversized.get(0).numericId()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":12,\"method\":\"m\",\"params\":{\"id\":3}} | 12 | true",
                "{\"result\":{\"id\":3,\"method\":\"no\"},\"id\":\"a,}\\\"b\"} | \"a,}\\\"b\" | false",
                "{\"id\" : 5 , \"result\":[{\"id\":6}]} | 5 | false",
                "{\"a\":\"{\\\"id\\\":9\",\"result\":1} | | false",
                "{\"id\":{\"id\":1},\"result\":1} | | false",
                "{\"id\":nonsense,\"result\":1} | | false",
                "{\"id\":12x,\"result\":1} | | false",
                "[{\"id\":1}] | | false",
                "no json at all, just a very long line | | false",
                "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]{\"id\":1} | | false"
            })
    void theIdOfAnOversizedMessageIsFoundIfItIsOne(String text, String id, boolean request) {
        for (int chunk : new int[] {1, 3, 1000}) {
            LineFramer framer = framer(8);
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += chunk) {
                framer.feed(bytes, at, Math.min(chunk, bytes.length - at));
            }
            assertThat(oversized).hasSize(1);
            Oversized found = oversized.get(0);
            assertThat(found.id() == null ? null : found.id().toString()).isEqualTo(id);
            assertThat(found.request()).isEqualTo(request);
            assertThat(found.bytes()).isEqualTo(bytes.length - 1);
        }
    }

    @Test
    void aHugeIdIsNoId() {
        LineFramer framer = framer(8);
        feed(framer, "{\"id\":\"" + "x".repeat(5000) + "\",\"method\":\"m\"}\n");
        assertThat(oversized.get(0).id()).isNull();
        assertThat(oversized.get(0).request()).isTrue();
    }

    @Test
    void randomStreamsInRandomChunks() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            LineFramer framer = framer(5000);
            List<String> expected = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            int large = 0;
            for (int i = 0; i < 20; i++) {
                String line = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(9000) : random.nextInt(50));
                stream.append(line).append('\n');
                large += line.length() > 5000 ? 1 : 0;
                if (!line.isEmpty() && line.length() <= 5000) {
                    expected.add(line);
                }
            }
            byte[] bytes = stream.toString().getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < bytes.length; ) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(7000));
                framer.feed(bytes, at, count);
                at += count;
            }
            assertThat(lines).as("seed %d", SEED).isEqualTo(expected);
            assertThat(oversized).as("seed %d", SEED).hasSize(large);
        }
    }
}
