package io.mcpgateway.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.json.Oversized;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static final int MAX = 1000;

    private final Recorder recorder = new Recorder();

    private static class Recorder implements SseReader.Handler {
        final List<String> heard = new ArrayList<>();

        @Override
        public void event(String type, byte[] data) {
            heard.add(type + "=" + new String(data, StandardCharsets.UTF_8));
        }

        @Override
        public void oversized(Oversized seen) {
            heard.add("oversized");
        }

        @Override
        public void retry(long milliseconds) {
            heard.add("retry " + milliseconds);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> read(String stream) {
        SseReader reader = new SseReader(MAX, recorder);
        reader.feed(bytes(stream));
        return recorder.heard;
    }

    @Test
    void theIdOfAnEventCountsWhenTheEventIsWhole() {
        SseReader reader = new SseReader(MAX, recorder);
        reader.feed(bytes("id: 1\ndata: a\n\nid: 2\ndata: b\n"));
        assertThat(reader.lastId()).isEqualTo("1");
        reader.feed(bytes("\n"));
        assertThat(reader.lastId()).isEqualTo("2");
        reader.feed(bytes("id: 3\n\n"));
        assertThat(reader.lastId()).isEqualTo("3");
        reader.feed(bytes("data: c\n\nid: 4\u0000\n\n"));
        assertThat(reader.lastId()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void whatIsTooLargeIsKnownByItsId(int piece) {
        List<Oversized> seen = new ArrayList<>();
        SseReader reader = new SseReader(MAX, new Recorder() {
            @Override
            public void oversized(Oversized what) {
                seen.add(what);
            }
        });
        String answer = "{\"result\":{\"id\":7,\"x\":\"" + "x".repeat(2000) + "\"},\ndata: \"id\":42}";
        String request = "{\"id\":8,\"method\":\"" + "x".repeat(2000) + "\"}";
        byte[] stream = ("data: " + answer + "\n\ndata: " + request + "\n\n").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < stream.length; at += piece) {
            reader.feed(ByteBuffer.wrap(stream, at, Math.min(piece, stream.length - at)));
        }
        assertThat(seen).extracting(Oversized::numericId).containsExactly(42L, 8L);
        assertThat(seen).extracting(Oversized::request).containsExactly(false, true);
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                argumentSet("LF", "data: a\n\n", List.of("message=a")),
                argumentSet("CR", "data: a\r\rdata: b\r\r", List.of("message=a", "message=b")),
                argumentSet("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("message=a", "message=b")),
                argumentSet("mixed ends", "data: a\r\ndata: b\rdata: c\n\r\n", List.of("message=a\nb\nc")),
                argumentSet(
                        "a long name without a colon is a field",
                        "data: a\n" + "x".repeat(17) + "\ndata: b\n\n",
                        List.of("message=a\nb")),
                argumentSet("byte order mark", "\ufeffdata: a\n\n", List.of("message=a")),
                argumentSet("a mark later is text", "data: a\n\n\ufeffdata: b\n\n", List.of("message=a")),
                argumentSet("no space", "data:a\n\n", List.of("message=a")),
                argumentSet("two spaces", "data:  a\n\n", List.of("message= a")),
                argumentSet("named", "event: endpoint\ndata: /x\n\n", List.of("endpoint=/x")),
                argumentSet(
                        "name ends with its event", "event: e\ndata: 1\n\ndata: 2\n\n", List.of("e=1", "message=2")),
                argumentSet("comment", ": hello\n\n:\n\ndata: a\n\n", List.of("message=a")),
                argumentSet("unknown field", "foo: bar\ndata: a\n\n", List.of("message=a")),
                argumentSet("long unknown field", "f".repeat(5000) + ": bar\ndata: a\n\n", List.of("message=a")),
                argumentSet("no data", "event: e\nid: 1\n\n", List.of()),
                argumentSet("empty data", "data\n\n", List.of("message=")),
                argumentSet("retry", "retry: 5000\n\n", List.of("retry 5000")),
                argumentSet("bad retry", "retry: -1\nretry: 1e3\nretry: 99999999999\n\n", List.of()),
                argumentSet("cut off", "data: a\n\ndata: b\n", List.of("message=a")),
                argumentSet("UTF-8", "data: \u4e16\u754c\ud83c\udf0d\n\n", List.of("message=\u4e16\u754c\ud83c\udf0d")),
                argumentSet(
                        "oversized",
                        "data: " + "x".repeat(1001) + "\n\ndata: a\n\n",
                        List.of("oversized", "message=a")),
                argumentSet(
                        "oversized in lines",
                        ("data: " + "x".repeat(99) + "\n").repeat(11) + "\ndata: a\n\n",
                        List.of("oversized", "message=a")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsWhole(String stream, List<String> expected) {
        assertThat(read(stream)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameByteByByte(String stream, List<String> expected) {
        SseReader reader = new SseReader(MAX, recorder);
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            reader.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(recorder.heard).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameFromDirectMemoryInTwoParts(String stream, List<String> expected) {
        byte[] all = stream.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= Math.min(all.length, 64); cut++) {
            recorder.heard.clear();
            SseReader reader = new SseReader(MAX, recorder);
            reader.feed(ByteBuffer.allocateDirect(cut).put(all, 0, cut).flip());
            reader.feed(ByteBuffer.allocateDirect(all.length - cut)
                    .put(all, cut, all.length - cut)
                    .flip());
            assertThat(recorder.heard).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void theLastIdStaysUntilAnotherComes() {
        SseReader reader = new SseReader(MAX, recorder);
        reader.feed(bytes("id: 7\ndata: a\n\ndata: b\n\n"));
        assertThat(reader.lastId()).isEqualTo("7");
        reader.feed(bytes("id: x\u0000y\n\n"));
        assertThat(reader.lastId()).isEqualTo("7");
        reader.feed(bytes("id: " + "9".repeat(2000) + "\n\n"));
        assertThat(reader.lastId()).isEqualTo("7");
        reader.feed(bytes("id\n\n"));
        assertThat(reader.lastId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void junkReadsTheSameHoweverItIsCut(long seed) {
        System.err.println("SseReaderTest seed " + seed);
        Random random = new Random(seed);
        byte[] alphabet = ":data eventidretry\r\n\r\n\n\r0\u0000\ufeff\u4e16x".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 300; round++) {
            byte[] junk = new byte[random.nextInt(400)];
            for (int i = 0; i < junk.length; i++) {
                junk[i] = random.nextInt(20) == 0
                        ? (byte) random.nextInt(256)
                        : alphabet[random.nextInt(alphabet.length)];
            }
            Recorder whole = new Recorder();
            new SseReader(30, whole).feed(ByteBuffer.wrap(junk));
            Recorder cut = new Recorder();
            SseReader reader = new SseReader(30, cut);
            for (int at = 0; at < junk.length; ) {
                int length = Math.min(junk.length - at, 1 + random.nextInt(9));
                reader.feed(ByteBuffer.wrap(junk, at, length));
                at += length;
            }
            assertThat(cut.heard).as("seed %d round %d", seed, round).isEqualTo(whole.heard);
        }
    }
}
