package io.mcpgateway;

import java.util.Random;

/** Makes JSON that no sane program writes and every relay must carry: deep, wide, oddly spelled, with doubles. */
final class WildJson {
    private static final String[] SPACES = {"", "", "", "", " ", "\t", "\n", "\r\n", "\r", "  \n\t"};
    private static final String[] ESCAPES = {"\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"};
    private static final String[] ODD = {
        "\u0085",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\ufeff",
        "\uffff",
        "\u007f",
        "\u200e",
        "\ud83d\ude00",
        "\udbff\udfff",
        "é",
        "e\u0301",
        "漢",
        "ſ",
        "\u212a"
    };
    /** Names that mean something elsewhere in a message, and mean nothing inside of arguments and results. */
    private static final String[] KEYS = {
        "name",
        "Name",
        "na\\u006de",
        "NAME",
        "uri",
        "_meta",
        "id",
        "jsonrpc",
        "method",
        "params",
        "result",
        "error",
        "arguments",
        "progressToken",
        "requestState",
        "__proto__",
        "constructor",
        "",
        " ",
        "a",
        "a"
    };

    final Random random;

    WildJson(long seed) {
        random = new Random(seed);
    }

    /** White space, line breaks among it. */
    String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }

    /** An object of any shape. */
    String object() {
        return switch (random.nextInt(12)) {
            case 0 -> "{" + space() + "\"deep\"" + space() + ":" + deep() + "}";
            case 1 -> wide();
            case 2 -> "{\"long\":\"" + characters(2000 + random.nextInt(20_000)) + "\"}";
            default -> object(1 + random.nextInt(6));
        };
    }

    private String deep() {
        int depth = 50 + random.nextInt(850);
        StringBuilder open = new StringBuilder();
        StringBuilder close = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            boolean object = random.nextBoolean();
            open.append(object ? "{" + space() + key() + space() + ":" : "[").append(space());
            close.insert(0, (object ? "}" : "]") + space());
        }
        return open + value(0) + close;
    }

    private String wide() {
        int size = 300 + random.nextInt(2000);
        boolean object = random.nextBoolean();
        StringBuilder out = new StringBuilder(object ? "{" : "{\"w\":[");
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",").append(object ? key() + ":" : "").append(value(0));
        }
        return out.append(object ? "}" : "]}").toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth <= 0 ? 4 : 7)) {
            case 0 -> number();
            case 1 -> string();
            case 2 -> new String[] {"true", "false", "null"}[random.nextInt(3)];
            case 3 -> random.nextBoolean() ? "{" + space() + "}" : "[" + space() + "]";
            case 4 -> array(depth);
            default -> object(depth);
        };
    }

    private String object(int depth) {
        StringBuilder out = new StringBuilder("{").append(space());
        for (int i = random.nextInt(5); i > 0; i--) {
            out.append(key()).append(space()).append(':').append(space());
            out.append(value(depth - 1)).append(space());
            out.append(i == 1 ? "" : ",").append(space());
        }
        return out.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder out = new StringBuilder("[").append(space());
        for (int i = random.nextInt(5); i > 0; i--) {
            out.append(value(depth - 1))
                    .append(space())
                    .append(i == 1 ? "" : ",")
                    .append(space());
        }
        return out.append(']').toString();
    }

    private String key() {
        return random.nextBoolean() ? '"' + KEYS[random.nextInt(KEYS.length)] + '"' : string();
    }

    String number() {
        StringBuilder out = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        out.append(random.nextInt(3) == 0 ? "0" : 1 + random.nextInt(9) + digits(random.nextInt(30)));
        if (random.nextBoolean()) {
            out.append('.').append(digits(1 + random.nextInt(25)));
        }
        if (random.nextInt(3) == 0) {
            out.append(random.nextBoolean() ? 'e' : 'E').append(new String[] {"", "+", "-"}[random.nextInt(3)]);
            out.append(digits(1 + random.nextInt(4)));
        }
        return out.toString();
    }

    private String digits(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(random.nextInt(10));
        }
        return out.toString();
    }

    String string() {
        return '"' + characters(random.nextInt(12)) + '"';
    }

    /** The inside of a string: plain characters, odd ones, escapes, halves of surrogate pairs. */
    String characters(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> out.append(ODD[random.nextInt(ODD.length)]);
                case 1 -> out.append(ESCAPES[random.nextInt(ESCAPES.length)]);
                case 2 -> out.append(escape(random.nextInt(0x10000)));
                case 3 -> out.append(escape(0xd800 + random.nextInt(0x800)));
                default -> {
                    char c = (char) (' ' + random.nextInt(95));
                    out.append(c == '"' || c == '\\' ? 'x' : c);
                }
            }
        }
        return out.toString();
    }

    /** A character as an escape, its digits in either case. */
    String escape(int character) {
        StringBuilder out = new StringBuilder("\\u");
        for (char digit : String.format("%04x", character).toCharArray()) {
            out.append(random.nextBoolean() ? digit : Character.toUpperCase(digit));
        }
        return out.toString();
    }

    /** A name that readers without regard to case or escapes take for the same, or the very same. */
    String variant(String name) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : name.toCharArray()) {
            char spelled = c;
            switch (random.nextInt(4)) {
                case 0 -> spelled = Character.toUpperCase(c);
                case 1 -> spelled = c == 's' ? 'ſ' : c == 'k' ? '\u212a' : c;
                default -> {
                    // as it is
                }
            }
            out.append(random.nextInt(5) == 0 ? escape(spelled) : String.valueOf(spelled));
        }
        return out.append('"').toString();
    }

    /** Joins members in random order, with white space between all tokens. */
    String shuffled(java.util.List<String> members) {
        java.util.List<String> order = new java.util.ArrayList<>(members);
        java.util.Collections.shuffle(order, random);
        StringBuilder out = new StringBuilder("{").append(space());
        for (int i = 0; i < order.size(); i++) {
            out.append(i == 0 ? "" : ",").append(space()).append(order.get(i)).append(space());
        }
        return out.append('}').toString();
    }
}
