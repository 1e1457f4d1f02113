package io.mcpgateway.files;

/** Turns the parser's counts of code points into counts of characters. */
final class CharOffsets {
    private final String text;
    private final boolean equal;
    private final int points;
    private int lastPoint;
    private int lastChar;

    private CharOffsets(String text, boolean equal) {
        this.text = text;
        this.equal = equal;
        this.points = text.codePointCount(0, text.length());
    }

    static CharOffsets of(String text) {
        return new CharOffsets(text, text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    /** The character that the given code point starts at; cheap when asked in nearly rising order. */
    int charOffset(int point) {
        if (equal) {
            return Math.min(point, text.length());
        }
        int bounded = Math.min(point, points);
        lastChar = text.offsetByCodePoints(lastChar, bounded - lastPoint);
        lastPoint = bounded;
        return lastChar;
    }
}
