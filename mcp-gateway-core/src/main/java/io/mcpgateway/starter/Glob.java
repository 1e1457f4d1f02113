package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;

/**
 * A file name pattern: {@code ?} is one character and {@code *} any number, both but {@code /}; {@code **} is any number of
 * any. A pattern without {@code /} is matched with the last name alone. The JDK's globs become regular expressions, which
 * a hostile pattern keeps busy for ever; this takes time in proportion to pattern times name.
 */
final class Glob {
    private static final int LONGEST = 256;

    private final String pattern;

    private Glob(String pattern) {
        this.pattern = pattern;
    }

    static Glob parse(String pattern) {
        if (pattern.isEmpty() || pattern.length() > LONGEST) {
            throw new ToolException("A pattern has between 1 and " + LONGEST + " characters");
        }
        // "**/x" also means x at the top.
        return new Glob(pattern.startsWith("**/") && pattern.indexOf('/', 3) < 0 ? pattern.substring(3) : pattern);
    }

    boolean matches(String relative) {
        String text = pattern.indexOf('/') < 0 ? relative.substring(relative.lastIndexOf('/') + 1) : relative;
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        int at = 0;
        while (at < pattern.length()) {
            boolean deep = pattern.startsWith("**", at);
            reached = step(reached, text, pattern.charAt(at), deep);
            at += deep ? 2 : 1;
        }
        return reached[text.length()];
    }

    /** From the ends that the pattern so far reaches in the text to those that it reaches with one more element. */
    private static boolean[] step(boolean[] before, String text, char element, boolean deep) {
        boolean[] after = new boolean[before.length];
        for (int i = 0; i < before.length; i++) {
            if (element == '*') {
                after[i] = before[i] || (i > 0 && after[i - 1] && (deep || text.charAt(i - 1) != '/'));
            } else {
                after[i] = i > 0 && before[i - 1] && one(element, text.charAt(i - 1));
            }
        }
        return after;
    }

    private static boolean one(char element, char actual) {
        return element == '?' ? actual != '/' : element == actual;
    }
}
