package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write and read them: {@code 1h30m}, {@code 10s}, {@code 250ms}, {@code 0}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|ns|w|d|h|m|s)");
    private static final Duration MOST = Duration.ofDays(1);
    private static final Map<String, Long> NANOS = Map.of(
            "w", 604_800_000_000_000L,
            "d", 86_400_000_000_000L,
            "h", 3_600_000_000_000L,
            "m", 60_000_000_000L,
            "s", 1_000_000_000L,
            "ms", 1_000_000L,
            "us", 1_000L,
            "µs", 1_000L,
            "ns", 1L);

    private Durations() {}

    /** Reads what a user wrote after a flag; a day is the most. */
    static Duration parse(String flag, String text) {
        return parse(flag, text, MOST);
    }

    /**
     * Reads what a user wrote after a flag.
     *
     * @throws ConfigException if it is no duration, or a longer one
     */
    public static Duration parse(String flag, String text, Duration longest) {
        if (text.strip().equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = PART.matcher(text.strip());
        int end = 0;
        BigDecimal nanos = BigDecimal.ZERO;
        while (matcher.find() && matcher.start() == end) {
            Long unit = NANOS.getOrDefault(matcher.group(2), 0L);
            nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = matcher.end();
        }
        BigDecimal most = BigDecimal.valueOf(longest.toNanos());
        if (end == 0 || end != text.strip().length() || nanos.compareTo(most) > 0) {
            throw new ConfigException("Invalid value '" + text + "' for " + flag
                    + ": write a duration of at most " + (longest.equals(MOST) ? "24h" : longest.toDays() + "d")
                    + ", such as 10s or 1m30s");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** The shortest of {@code 1h2m3.5s}, {@code 1.2345s}, {@code 812.4375ms}, {@code 15µs}. */
    public static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos < 1_000_000) {
            return decimal(nanos, 3) + "µs";
        }
        if (nanos < 1_000_000_000) {
            return decimal(nanos, 6) + "ms";
        }
        long minutes = duration.toMinutes();
        String seconds = decimal(nanos - Duration.ofMinutes(minutes).toNanos(), 9) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60
                ? minutes + "m" + seconds
                : String.format(Locale.ROOT, "%dh%dm%s", minutes / 60, minutes % 60, seconds);
    }

    private static String decimal(long nanos, int scale) {
        return BigDecimal.valueOf(nanos, scale).stripTrailingZeros().toPlainString();
    }
}
