package io.mcpgateway.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be asked: one challenge of a {@code WWW-Authenticate} header.
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int LONGEST = 8 << 10;
    private static final Pattern PART =
            Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\\s*=\\s*(\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\\s,\"]+))?");

    /** All challenges, in their order; what is none is skipped. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            Matcher parts = PART.matcher(header.length() > LONGEST ? "" : header);
            boolean started = false;
            while (parts.find()) {
                String name = parts.group(1).toLowerCase(Locale.ROOT);
                if (parts.group(2) == null) {
                    challenges.add(new Challenge(name, new TreeMap<>()));
                    started = true;
                } else if (started) {
                    challenges.get(challenges.size() - 1).parameters.putIfAbsent(name, plain(parts.group(2)));
                }
            }
        }
        return challenges;
    }

    private static String plain(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    /** The one to answer: tokens are better than passwords. */
    static Optional<Challenge> choose(List<Challenge> challenges) {
        return challenges.stream()
                .filter(each -> each.scheme.equals("bearer") && each.parameters.containsKey("realm"))
                .findFirst()
                .or(() -> challenges.stream()
                        .filter(each -> each.scheme.equals("basic"))
                        .findFirst());
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    /** A parameter; empty text if it is missing. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
