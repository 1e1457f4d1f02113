package io.mcpgateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Makes JSON texts of all shapes, and breaks them. */
final class RandomJson {
    private static final String[] SCALARS = {
        "true",
        "false",
        "null",
        "0",
        "-0",
        "12",
        "-3.25",
        "1e400",
        "0.1000000000000000055",
        "1E+2",
        "\"\"",
        "\"a\"",
        "\"\\u00e4\\n\\\"\\/\"",
        "\"\\ud800\"",
        "\"ä€😀\"",
        "\"na\\u006de\"",
        "12345678901234567890123"
    };
    private static final String[] KEYS = {"a", "name", "ä", "_meta", "x\\u0041", "id2", "", "uri2"};
    private static final String[] SPACES = {"", "", "", " ", "\t", "\n", "\r\n", "  "};
    private static final int[] BYTES = {
        '"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', '.', 'u', 0x1f, 0x80, 0xc0
    };

    final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    String space() {
        return pick(SPACES);
    }

    String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    String value(int depth) {
        int kind = depth <= 0 ? 0 : random.nextInt(4);
        return switch (kind) {
            case 2 -> array(depth);
            case 3 -> object(depth);
            default -> pick(SCALARS);
        };
    }

    String object(int depth) {
        StringBuilder out = new StringBuilder("{").append(space());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(space())
                    .append('"')
                    .append(pick(KEYS))
                    .append('"');
            out.append(space())
                    .append(':')
                    .append(space())
                    .append(value(depth - 1))
                    .append(space());
        }
        return out.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder out = new StringBuilder("[").append(space());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(space())
                    .append(value(depth - 1))
                    .append(space());
        }
        return out.append(']').toString();
    }

    /** The text as it is, or with a few bytes changed, inserted or removed. */
    byte[] perhapsBroken(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int edits = random.nextInt(3); edits > 0 && bytes.length > 0; edits--) {
            int at = random.nextInt(bytes.length);
            byte with = (byte) (random.nextBoolean() ? BYTES[random.nextInt(BYTES.length)] : random.nextInt(256));
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = with;
                case 1 -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    longer[at] = with;
                    bytes = longer;
                }
                default -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
                    bytes = shorter;
                }
            }
        }
        return bytes;
    }
}
