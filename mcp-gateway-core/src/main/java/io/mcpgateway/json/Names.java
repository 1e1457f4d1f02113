package io.mcpgateway.json;

import java.util.Locale;

/**
 * A set of member names that the gateway routes or judges by. A member whose name differs from one of them only in case
 * is an attack: a server that reads names without regard to case would see another value than we do.
 */
final class Names {
    static final int UNKNOWN = -1;
    static final int VARIANT = -2;

    private final String[] names;
    private final int maxLength;

    Names(String... names) {
        this.names = names;
        int max = 0;
        for (String name : names) {
            max = Math.max(max, name.length());
        }
        this.maxLength = max;
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    /** The index of the name in the region (quotes included), {@link #UNKNOWN} or {@link #VARIANT}. */
    int indexOf(byte[] buffer, int start, int end, boolean plain) {
        if (plain) {
            int length = end - start - 2;
            if (length > maxLength) {
                return UNKNOWN;
            }
            for (int i = 0; i < names.length; i++) {
                if (names[i].length() == length) {
                    int match = compare(names[i], buffer, start + 1);
                    if (match != UNKNOWN) {
                        return match == 0 ? i : VARIANT;
                    }
                }
            }
            return UNKNOWN;
        }
        // No spelling of a known name is longer than six bytes for each of its characters.
        if (end - start - 2 > 6 * maxLength) {
            return UNKNOWN;
        }
        return indexOf(Cursor.decode(buffer, start, end));
    }

    private int indexOf(String decoded) {
        String folded = fold(decoded);
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(decoded)) {
                return i;
            }
            if (fold(names[i]).equals(folded)) {
                return VARIANT;
            }
        }
        return UNKNOWN;
    }

    boolean has(String wanted) {
        for (String name : names) {
            if (name.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** 0 if equal, {@link #VARIANT} if equal but for case, else {@link #UNKNOWN}. */
    private static int compare(String name, byte[] buffer, int start) {
        int result = 0;
        for (int i = 0; i < name.length(); i++) {
            int expected = name.charAt(i);
            int actual = buffer[start + i];
            if (expected != actual) {
                if (lower(expected) != lower(actual)) {
                    return UNKNOWN;
                }
                result = VARIANT;
            }
        }
        return result;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** Simple case folding; the long s and the Kelvin sign are the only other characters that fold to ASCII letters. */
    static String fold(String text) {
        return text.replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(Locale.ROOT);
    }
}
