package io.mcpgateway.cli.community;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Python a package's {@code requires_python} allows, such as {@code >=3.10,<3.13}. Stateless. */
final class PythonSpecifiers {
    /** The versions that there are images for, the newest first. */
    private static final List<Integer> MINORS = List.of(14, 13, 12, 11, 10, 9, 8);

    private static final int MAX = 1_000;
    private static final Pattern SPECIFIER =
            Pattern.compile("\\s*(~=|===?|!=|<=|>=|<|>)\\s*(\\d{1,4})(?:\\.(\\d{1,4}|\\*))?([.\\w*+!-]*)\\s*");

    private PythonSpecifiers() {}

    /** The newest version that all of them allow; the default if none does, or they are none. */
    static String best(String specifiers, String otherwise) {
        if (specifiers.isBlank() || specifiers.length() > MAX) {
            return otherwise;
        }
        return MINORS.stream()
                .filter(minor -> allows(specifiers, minor))
                .map(minor -> "3." + minor)
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean allows(String specifiers, int candidate) {
        for (String each : specifiers.split(",")) {
            Matcher matcher = SPECIFIER.matcher(each);
            if (matcher.matches() && !allows(matcher, candidate)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allows(Matcher specifier, int candidate) {
        int major = Integer.parseInt(specifier.group(2));
        String text = specifier.group(3);
        boolean whole = text == null || text.equals("*");
        int minor = whole ? 0 : Integer.parseInt(text);
        int order = major != 3 ? Integer.compare(3, major) : whole ? 0 : Integer.compare(candidate, minor);
        // A release of a minor version, such as in <=3.12.4, says which minor version is known to work.
        boolean release = !specifier.group(4).isEmpty() && !specifier.group(4).matches("(\\.0)*(\\.\\*)?");
        return switch (specifier.group(1)) {
            case "~=", "==", "===", "<=" -> specifier.group(1).equals("<=") ? order <= 0 : order == 0;
            case "!=" -> order != 0 || release || whole;
            case "<" -> order < 0 || (order == 0 && release);
            default -> order >= 0 || whole;
        };
    }
}
