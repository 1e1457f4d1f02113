package io.mcpgateway.cli.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a step did, as lines, and whether those are what was expected. */
final class Outcome {
    private static final String ANYTHING = "{*}";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)";
    private static final String DURATION = "\\b\\d+\\.\\d+(?:ms|µs|s)\\b";
    private static final String ANY_LINES = "{...}";

    private Outcome() {}

    /** The lines of a scenario that say this. */
    static List<String> lines(String out, String err, int status, List<String> changes) {
        List<String> lines = new ArrayList<>(prefixed("|", out));
        lines.addAll(prefixed("!", err));
        if (status != 0) {
            lines.add("? " + status);
        }
        lines.addAll(changes);
        return lines;
    }

    /** A text as lines behind a sign; the lack of a line feed at its end shows. */
    static List<String> prefixed(String sign, String text) {
        List<String> lines = new ArrayList<>();
        if (text.isEmpty()) {
            return lines;
        }
        boolean ended = text.endsWith("\n");
        for (String line : (ended ? text.substring(0, text.length() - 1) : text).split("\n", -1)) {
            lines.add(line.isEmpty() ? sign : sign + " " + line);
        }
        if (!ended) {
            lines.add("\\ no line feed at the end");
        }
        return lines;
    }

    /** Moments as {@code {TIME}}, and what a terminal would not show as words. */
    static String readable(String text) {
        return text.replaceAll(TIME, "{TIME}")
                .replaceAll(DURATION, "{DURATION}")
                .replace("\u001b", "{ESC}")
                .replace("\r", "{CR}")
                .replace("\ufeff", "{BOM}")
                .replace("\0", "{NUL}");
    }

    /** Whether the lines are as expected. */
    static boolean matches(List<String> expected, List<String> actual) {
        if (expected.isEmpty()) {
            return actual.isEmpty();
        }
        String first = expected.get(0);
        List<String> rest = expected.subList(1, expected.size());
        if (first.length() > 2 && first.substring(2).equals(ANY_LINES)) {
            int same = 0; // any number of lines behind the same sign
            while (true) {
                if (matches(rest, actual.subList(same, actual.size()))) {
                    return true;
                }
                if (same == actual.size() || actual.get(same).charAt(0) != first.charAt(0)) {
                    return false;
                }
                same++;
            }
        }
        return !actual.isEmpty() && matches(first, actual.get(0)) && matches(rest, actual.subList(1, actual.size()));
    }

    private static boolean matches(String expected, String actual) {
        if (!expected.contains(ANYTHING)) {
            return expected.equals(actual);
        }
        StringBuilder pattern = new StringBuilder();
        for (String literal : expected.split(Pattern.quote(ANYTHING), -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(actual)
                .matches();
    }

    /** The new lines, with what the old ones leave open where that still fits. */
    static List<String> merged(List<String> expected, List<String> actual) {
        if (matches(expected, actual)) {
            return expected;
        }
        List<String> merged = new ArrayList<>();
        for (Predicate<String> part : List.<Predicate<String>>of(Outcome::isOut, Outcome::isErr, Outcome::isOther)) {
            List<String> old = expected.stream().filter(part).toList();
            List<String> now = actual.stream().filter(part).toList();
            merged.addAll(matches(old, now) ? old : mergedLines(old, now));
        }
        return merged;
    }

    private static boolean isOut(String line) {
        return line.startsWith("|");
    }

    private static boolean isErr(String line) {
        return line.startsWith("!");
    }

    private static boolean isOther(String line) {
        return !isOut(line) && !isErr(line);
    }

    private static List<String> mergedLines(List<String> expected, List<String> actual) {
        List<String> open =
                expected.stream().filter(line -> line.contains(ANYTHING)).toList();
        return actual.stream()
                .map(line -> open.stream()
                        .filter(old -> matches(old, line))
                        .findFirst()
                        .orElse(line))
                .toList();
    }
}
