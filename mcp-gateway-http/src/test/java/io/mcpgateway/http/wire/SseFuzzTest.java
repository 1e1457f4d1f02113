package io.mcpgateway.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.json.Oversized;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever bytes a server streams, wherever they are cut: the events are those that a plain reading of the standard gives,
 * and none is larger than allowed. The inputs that were found are replayed by every test run.
 */
class SseFuzzTest {
    private static final int LARGE = 1 << 20;
    private static final int SMALL = 16;
    private static final int LONGEST_VALUE = 1024;

    private record Heard(List<String> events, List<Integer> sizes, List<Long> retries, String lastId, int oversized) {}

    @FuzzTest(maxDuration = "10m")
    void eventStream(byte[] input) {
        int size = input.length == 0 ? 1 : 1 + (input[input.length - 1] & 0x1f);
        Heard whole = read(input, LARGE, Math.max(1, input.length));
        Heard cut = read(input, LARGE, size);
        assertThat(cut).isEqualTo(whole);
        assertThat(whole.oversized).isZero();
        Heard expected = byTheBook(input);
        assertThat(whole).isEqualTo(expected);
        Heard small = read(input, SMALL, size);
        assertThat(small.oversized + small.events.size()).isEqualTo(whole.events.size());
        assertThat(small.sizes).allMatch(length -> length <= SMALL);
        assertThat(small.lastId).isEqualTo(whole.lastId);
    }

    private static Heard read(byte[] input, int most, int size) {
        List<String> events = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        int[] oversized = new int[1];
        SseReader reader = new SseReader(most, new SseReader.Handler() {
            @Override
            public void event(String type, byte[] data) {
                sizes.add(data.length);
                events.add(type + "|" + new String(data, StandardCharsets.ISO_8859_1));
            }

            @Override
            public void oversized(Oversized seen) {
                oversized[0]++;
            }

            @Override
            public void retry(long milliseconds) {
                retries.add(milliseconds);
            }
        });
        for (int at = 0; at < input.length; at += size) {
            ByteBuffer piece = ByteBuffer.wrap(input, at, Math.min(size, input.length - at));
            // What a network hands over has an array or has none.
            reader.feed(size % 2 == 0 ? piece : piece.asReadOnlyBuffer());
        }
        return new Heard(events, sizes, retries, reader.lastId(), oversized[0]);
    }

    /** HTML Living Standard, section 9.2.6, on whole text; values of fields other than data are bounded as documented. */
    private static Heard byTheBook(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00ef\u00bb\u00bf")) {
            text = text.substring(3);
        }
        List<String> events = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        String pendingId = "";
        String lastId = "";
        String type = "";
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        boolean hasData = false;
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length - 1; i++) { // what comes after the last line end is no line
            String line = lines[i];
            if (line.isEmpty()) {
                lastId = pendingId; // an event that was cut off did not arrive
                if (hasData) {
                    byte[] bytes = data.toByteArray();
                    sizes.add(bytes.length);
                    events.add((type.isEmpty() ? "message" : utf8(type)) + "|"
                            + new String(bytes, StandardCharsets.ISO_8859_1));
                }
                data.reset();
                hasData = false;
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("data")) {
                if (hasData) {
                    data.write('\n');
                }
                hasData = true;
                data.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            } else if (value.length() <= LONGEST_VALUE) {
                switch (field) {
                    case "event" -> type = value;
                    case "id" -> pendingId = value.indexOf('\0') < 0 ? utf8(value) : pendingId;
                    case "retry" -> {
                        if (value.matches("[0-9]{1,9}")) {
                            retries.add(Long.parseLong(value));
                        }
                    }
                    default -> {
                        // ignored
                    }
                }
            }
        }
        return new Heard(events, sizes, retries, lastId, 0);
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
