package io.mcpgateway.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Amounts as people read them; {@code -} for what is not known. Stateless. */
final class Amounts {
    static final String UNKNOWN = "-";

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /** A count. */
    static String count(JsonNode value) {
        return value.isNumber() ? value.asText() : UNKNOWN;
    }

    /** Memory, such as {@code 12.3MiB}. */
    static String memory(JsonNode bytes) {
        if (!bytes.isNumber()) {
            return UNKNOWN;
        }
        double amount = bytes.asDouble();
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return rounded(amount) + UNITS[unit];
    }

    /** Processor time, such as {@code 1.2s}. */
    static String processor(JsonNode seconds) {
        return seconds.isNumber() ? rounded(seconds.asDouble()) + "s" : UNKNOWN;
    }

    /** How long a call took, such as {@code 1.5ms}. */
    static String latency(JsonNode millis) {
        if (!millis.isNumber()) {
            return UNKNOWN;
        }
        double amount = millis.asDouble();
        return amount < 1_000 ? rounded(amount) + "ms" : rounded(amount / 1_000) + "s";
    }

    /** A time span in its two largest units, such as {@code 2h5m}. */
    static String span(JsonNode seconds) {
        return seconds.isNumber() ? span(seconds.asLong()) : UNKNOWN;
    }

    static String span(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h" + seconds % 3_600 / 60 + "m";
        }
        return seconds / 86_400 + "d" + seconds % 86_400 / 3_600 + "h";
    }

    /** Three digits, and no more than are needed. */
    private static String rounded(double amount) {
        if (amount >= 100 || amount == Math.rint(amount)) {
            return String.format(Locale.ROOT, "%.0f", amount);
        }
        return String.format(Locale.ROOT, amount >= 10 ? "%.1f" : "%.2f", amount);
    }
}
