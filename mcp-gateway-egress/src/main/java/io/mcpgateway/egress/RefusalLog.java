package io.mcpgateway.egress;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a workload that is refused again and again from filling logs: of what is refused alike, the first is told, the
 * tenth, the hundredth and so on. Thread-safe; the counts are guarded by this.
 */
final class RefusalLog {
    /** What comes after so many different ones is counted together. */
    private static final int MOST_DIFFERENT = 256;

    private static final String OTHERS = "(others)";

    private final Refusal.Listener listener;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    RefusalLog(Refusal.Listener listener) {
        this.listener = listener;
    }

    void refused(String host, int port, String why) {
        Refusal one = new Refusal(host, port, why, 1);
        String key = one.host() + " " + port + " " + why;
        long times;
        boolean other;
        synchronized (this) {
            other = !counts.containsKey(key) && counts.size() >= MOST_DIFFERENT;
            times = counts.merge(other ? OTHERS : key, 1L, Long::sum);
        }
        if (isPowerOfTen(times)) {
            listener.refused(
                    other
                            ? new Refusal("*", 0, "many different hosts are refused; the last was " + one.host(), times)
                            : new Refusal(one.host(), port, why, times));
        }
    }

    private static boolean isPowerOfTen(long number) {
        long rest = number;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
