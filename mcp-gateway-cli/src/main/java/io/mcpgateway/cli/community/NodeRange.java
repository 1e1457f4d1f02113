package io.mcpgateway.cli.community;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Node a package's {@code engines.node} allows, such as {@code >=18 <23 || ^24.1.0}; majors only. Stateless. */
final class NodeRange {
    /** The versions that there are images for, those with long support and the newest first. */
    private static final List<Integer> MAJORS = List.of(24, 22, 20, 18, 16, 25, 23, 21, 19, 17, 14);

    private static final int MAX = 1_000;
    private static final int LAST_MINOR = 99_999;
    private static final Pattern COMPARATOR =
            Pattern.compile("(\\^|~>?|>=|<=|>|<|=)?\\s*v?(\\d{1,4}|[xX*])(?:\\.(\\d{1,4}|[xX*]))?[.\\w*+-]*");
    private static final Pattern HYPHEN = Pattern.compile("\\s*v?(\\d{1,4})\\S*\\s+-\\s+v?(\\d{1,4})\\S*\\s*");

    private NodeRange() {}

    /** The best version that the range allows; the default if none does, or it is none. */
    static String best(String range, String otherwise) {
        if (range.isBlank() || range.length() > MAX) {
            return otherwise;
        }
        return MAJORS.stream()
                .filter(major -> allows(range, major))
                .map(String::valueOf)
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean allows(String range, int candidate) {
        for (String alternative : range.split("\\|\\|")) {
            if (all(alternative, candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(String comparators, int candidate) {
        Matcher hyphen = HYPHEN.matcher(comparators);
        if (hyphen.matches()) {
            return candidate >= Integer.parseInt(hyphen.group(1)) && candidate <= Integer.parseInt(hyphen.group(2));
        }
        Matcher matcher = COMPARATOR.matcher(comparators);
        boolean any = false;
        while (matcher.find()) {
            any = true;
            if (!allows(matcher, candidate)) {
                return false;
            }
        }
        return any || comparators.isBlank();
    }

    private static boolean allows(Matcher comparator, int candidate) {
        if (!Character.isDigit(comparator.group(2).charAt(0))) {
            return true;
        }
        int major = Integer.parseInt(comparator.group(2));
        String text = comparator.group(3);
        boolean whole = text == null || !Character.isDigit(text.charAt(0));
        int minor = whole ? 0 : Integer.parseInt(text);
        String operator = comparator.group(1) == null ? "=" : comparator.group(1);
        // An image of a major version has its last minor one.
        int order = candidate != major ? Integer.compare(candidate, major) : Integer.compare(LAST_MINOR, minor);
        return switch (operator) {
            case ">=" -> candidate >= major;
            case ">" -> whole ? candidate > major : candidate >= major;
            case "<" -> order < 0;
            case "<=" -> whole ? candidate <= major : order <= 0;
            // For a minor version its major one is the nearest image that there is for sure.
            default -> candidate == major;
        };
    }
}
