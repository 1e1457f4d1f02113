package io.mcpgateway.json;

import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON text byte by byte and checks it against RFC 8259 as it goes: strings are valid UTF-8 without control
 * characters, numbers and literals are spelled right, nesting is bounded. Builds nothing. Confined to one thread.
 */
final class Cursor {
    static final int MAX_DEPTH = 1000;

    final byte[] buffer;
    final int end;
    int position;
    /** Whether a line break was seen between tokens. */
    boolean lineBreaks;

    Cursor(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.position = offset;
        this.end = offset + length;
    }

    /** Skips white space and returns the next byte without consuming it, or -1 at the end. */
    int peek() {
        while (position < end) {
            byte b = buffer[position];
            if (b == ' ' || b == '\t') {
                position++;
            } else if (b == '\n' || b == '\r') {
                lineBreaks = true;
                position++;
            } else {
                return b & 0xff;
            }
        }
        return -1;
    }

    /** Consumes white space and the given byte. */
    void expect(char c) throws MalformedMessageException {
        if (peek() != c) {
            throw malformed("expected '" + c + "'");
        }
        position++;
    }

    /** Skips one value of any kind, and returns where it started. */
    int skipValue() throws MalformedMessageException {
        int first = peek();
        int start = position;
        if (first == '{' || first == '[') {
            skipContainer();
        } else {
            skipScalar(first);
        }
        return start;
    }

    private void skipScalar(int first) throws MalformedMessageException {
        switch (first) {
            case '"' -> skipString();
            case 't' -> skipLiteral("true");
            case 'f' -> skipLiteral("false");
            case 'n' -> skipLiteral("null");
            case -1 -> throw malformed("unexpected end");
            default -> skipNumber();
        }
    }

    /** Iterative, so that depth costs a bit and not a stack frame. */
    private void skipContainer() throws MalformedMessageException {
        long[] objects = new long[(MAX_DEPTH >> 6) + 1];
        int depth = 0;
        boolean wantValue = true;
        while (true) {
            int b = peek();
            if (wantValue) {
                if (b == '{' || b == '[') {
                    position++;
                    if (++depth > MAX_DEPTH) {
                        throw malformed("nested deeper than " + MAX_DEPTH);
                    }
                    boolean object = b == '{';
                    if (object) {
                        objects[depth >> 6] |= 1L << depth;
                    } else {
                        objects[depth >> 6] &= ~(1L << depth);
                    }
                    int next = peek();
                    if (next == (object ? '}' : ']')) {
                        wantValue = false;
                    } else if (object) {
                        skipKey();
                    }
                    continue;
                }
                skipScalar(b);
                wantValue = false;
                continue;
            }
            boolean object = (objects[depth >> 6] & 1L << depth) != 0;
            if (b == ',') {
                position++;
                if (object) {
                    skipKey();
                }
                wantValue = true;
            } else if (b == (object ? '}' : ']')) {
                position++;
                if (--depth == 0) {
                    return;
                }
            } else {
                throw malformed(object ? "expected ',' or '}'" : "expected ',' or ']'");
            }
        }
    }

    private void skipKey() throws MalformedMessageException {
        if (peek() != '"') {
            throw malformed("expected a member name");
        }
        skipString();
        expect(':');
    }

    /** Skips a string including its quotes; returns whether it is plain ASCII without escapes. */
    boolean skipString() throws MalformedMessageException {
        byte[] bytes = buffer;
        int limit = end;
        int i = position + 1;
        boolean plain = true;
        while (i < limit) {
            byte b = bytes[i];
            if (b == '"') {
                position = i + 1;
                return plain;
            }
            if (b == '\\') {
                plain = false;
                position = i;
                i = skipEscape(i);
            } else if (b >= 0x20) {
                i++;
            } else if (b < 0) {
                plain = false;
                position = i;
                i = skipMultiByte(i);
            } else {
                position = i;
                throw malformed("control character in a string");
            }
        }
        position = i;
        throw malformed("string without an end");
    }

    private int skipEscape(int at) throws MalformedMessageException {
        if (at + 1 >= end) {
            throw malformed("string without an end");
        }
        switch (buffer[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                if (at + 6 > end) {
                    throw malformed("string without an end");
                }
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(buffer[i], 16) < 0) {
                        throw malformed("bad \\u escape");
                    }
                }
                return at + 6;
            }
            default -> throw malformed("bad escape");
        }
    }

    /** Checks one multi-byte sequence by the table of the Unicode standard (no overlong forms, no surrogates). */
    private int skipMultiByte(int at) throws MalformedMessageException {
        int lead = buffer[at] & 0xff;
        int more;
        int low = 0x80;
        int high = 0xbf;
        if (lead >= 0xc2 && lead <= 0xdf) {
            more = 1;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            more = 2;
            low = lead == 0xe0 ? 0xa0 : 0x80;
            high = lead == 0xed ? 0x9f : 0xbf;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            more = 3;
            low = lead == 0xf0 ? 0x90 : 0x80;
            high = lead == 0xf4 ? 0x8f : 0xbf;
        } else {
            throw malformed("not UTF-8");
        }
        if (at + more >= end) {
            throw malformed("not UTF-8");
        }
        for (int i = 1; i <= more; i++) {
            int b = buffer[at + i] & 0xff;
            if (b < low || b > high) {
                throw malformed("not UTF-8");
            }
            low = 0x80;
            high = 0xbf;
        }
        return at + more + 1;
    }

    private void skipLiteral(String literal) throws MalformedMessageException {
        for (int i = 0; i < literal.length(); i++) {
            if (position + i >= end || buffer[position + i] != literal.charAt(i)) {
                throw malformed("unexpected token");
            }
        }
        position += literal.length();
    }

    private void skipNumber() throws MalformedMessageException {
        int i = position;
        if (i < end && buffer[i] == '-') {
            i++;
        }
        int digits = i;
        while (i < end && isDigit(buffer[i])) {
            i++;
        }
        if (i == digits || (i - digits > 1 && buffer[digits] == '0')) {
            throw malformed("unexpected token");
        }
        if (i < end && buffer[i] == '.') {
            i = skipDigits(i + 1);
        }
        if (i < end && (buffer[i] == 'e' || buffer[i] == 'E')) {
            i++;
            if (i < end && (buffer[i] == '+' || buffer[i] == '-')) {
                i++;
            }
            i = skipDigits(i);
        }
        position = i;
    }

    private int skipDigits(int from) throws MalformedMessageException {
        int i = from;
        while (i < end && isDigit(buffer[i])) {
            i++;
        }
        if (i == from) {
            throw malformed("bad number");
        }
        return i;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The value of the string that lies in the given region, quotes included; the region was checked before. */
    static String decode(byte[] buffer, int start, int end) {
        for (int i = start + 1; i < end - 1; i++) {
            if (buffer[i] == '\\') {
                return unescape(new String(buffer, start + 1, end - start - 2, StandardCharsets.UTF_8));
            }
        }
        return new String(buffer, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char e = text.charAt(i++);
            switch (e) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(i, i + 4), 16));
                    i += 4;
                }
                default -> out.append(e);
            }
        }
        return out.toString();
    }

    MalformedMessageException malformed(String why) {
        return new MalformedMessageException(
                MalformedMessageException.PARSE_ERROR, "Parse error: " + why + " at byte " + position, null);
    }
}
