package io.mcpgateway.egress;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the proxy program writes, one line each: that it is ready, and what it refuses. The reader trusts the line no
 * further than its form, for a program that has been taken over could write anything.
 */
public final class RefusalLine {
    /** Written once, when every port is listened on. */
    public static final String READY = "{\"egress\":\"ready\"}";

    private static final Pattern REFUSED =
            Pattern.compile("\\{\"egress\":\"refused\",\"host\":\"([A-Za-z0-9.:*?_-]{1,255})\","
                    + "\"port\":([0-9]{1,5}),\"why\":\"([^\"\\\\\\p{Cc}]{0,400})\",\"times\":([0-9]{1,18})}");

    private RefusalLine() {}

    /** A refusal as a line of JSON. */
    public static String write(Refusal refusal) {
        return "{\"egress\":\"refused\",\"host\":\"" + refusal.host() + "\",\"port\":" + refusal.port() + ",\"why\":\""
                + refusal.why().replaceAll("[\"\\\\\\p{Cc}]", "?") + "\",\"times\":" + refusal.times() + "}";
    }

    /** Reads it back; empty if the line is something else. */
    public static Optional<Refusal> read(String line) {
        Matcher matcher = REFUSED.matcher(line);
        return matcher.matches()
                ? Optional.of(new Refusal(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3),
                        Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }
}
