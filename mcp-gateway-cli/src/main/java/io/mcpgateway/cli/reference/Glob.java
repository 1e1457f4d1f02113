package io.mcpgateway.cli.reference;

/**
 * A pattern for names: {@code *} for any run of characters and {@code ?} for one, neither of which crosses a {@code /};
 * {@code [a-z]} and {@code [^a-z]} for one of several; {@code \} before what stands for itself. Immutable.
 */
final class Glob {
    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        // The usual walk with one place to come back to: no pattern takes longer than the product of the lengths.
        while (in < name.length()) {
            int next = at < pattern.length() ? step(at, name.charAt(in)) : -1;
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (next >= 0) {
                at = next;
                in++;
            } else if (star >= 0 && name.charAt(retry) != '/') {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** The place behind what stands at this one, if that takes the character; else -1. */
    private int step(int at, char c) {
        return switch (pattern.charAt(at)) {
            case '?' -> c == '/' ? -1 : at + 1;
            case '[' -> oneOf(at, c);
            case '\\' -> at + 1 < pattern.length() && pattern.charAt(at + 1) == c ? at + 2 : -1;
            default -> pattern.charAt(at) == c ? at + 1 : -1;
        };
    }

    private int oneOf(int at, char c) {
        int i = at + 1;
        boolean negated = i < pattern.length() && pattern.charAt(i) == '^';
        if (negated) {
            i++;
        }
        boolean found = false;
        boolean first = true;
        while (i < pattern.length() && (first || pattern.charAt(i) != ']')) {
            first = false;
            char low = pattern.charAt(i);
            char high = low;
            if (i + 2 < pattern.length() && pattern.charAt(i + 1) == '-' && pattern.charAt(i + 2) != ']') {
                high = pattern.charAt(i + 2);
                i += 2;
            }
            found |= low <= c && c <= high;
            i++;
        }
        return i < pattern.length() && found != negated && c != '/' ? i + 1 : -1;
    }
}
