package io.mcpgateway.egress;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a workload wanted and did not get.
 *
 * @param host the host that it named, or {@code ?} if it named none; letters, digits and {@code . : - _ * ?} only
 * @param port the port; 0 if none was named, as in a query for a name
 * @param why why not
 * @param times how many times this has been refused so far
 */
public record Refusal(String host, int port, String why, long times) {
    /** What a runtime reports a refusal as, with {@link #facts}. */
    public static final String EVENT = "egress refused";

    private static final int LONGEST_HOST = 255;

    /** Checks for null, and makes the host fit to be shown. */
    public Refusal {
        requireNonNull(why, "why");
        host = shown(requireNonNull(host, "host"));
    }

    private static String shown(String host) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(host.length(), LONGEST_HOST); i++) {
            char c = host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            shown.append(plain || ".:-_*".indexOf(c) >= 0 ? c : '?');
        }
        return shown.length() == 0 ? "?" : shown.toString();
    }

    /** What a runtime reports of it. */
    public Map<String, String> facts(String server) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("server", server);
        facts.put("host", host);
        facts.put("port", Integer.toString(port));
        facts.put("why", why);
        facts.put("times", Long.toString(times));
        return facts;
    }

    /** Hears of refusals. Called by many threads; must not block for long, and not throw. */
    @FunctionalInterface
    public interface Listener {
        /** One refusal. */
        void refused(Refusal refusal);
    }
}
