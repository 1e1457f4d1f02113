package io.mcpgateway.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Rows of text under headings, cut to the terminal's width in the last column. By hand, because the library that did it went
 * through the platform's character set, and lost what that does not have.
 */
public final class Table {
    private static final int SMALLEST_LAST_COLUMN = 20;
    private static final int GAP = 2;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row; line breaks and tabs in cells become spaces, and what could steer a terminal is dropped. */
    public void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(plain(cell));
        }
        rows.add(row);
    }

    /** Writes the table; nothing is cut where there is no terminal. */
    public void print(Console console) {
        int last = headings.size() - 1;
        int room = lastWidth(console.columns()) - GAP;
        Stream.concat(Stream.of(headings), rows.stream()).forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < last; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widest(i) + GAP - row.get(i).length()));
            }
            console.out()
                    .println(line.append(cut(row.get(last), room)).toString().stripTrailing());
        });
    }

    private static String cut(String text, int room) {
        if (text.length() <= room) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(room - 2)) ? room - 2 : room - 1;
        return text.substring(0, end) + "…";
    }

    private int lastWidth(OptionalInt terminal) {
        int last = headings.size() - 1;
        int natural = widest(last) + GAP;
        if (terminal.isEmpty()) {
            return natural;
        }
        int taken = 0;
        for (int i = 0; i < last; i++) {
            taken += widest(i) + GAP;
        }
        return Math.min(natural, Math.max(SMALLEST_LAST_COLUMN, terminal.getAsInt() - taken));
    }

    private int widest(int column) {
        int widest = headings.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }

    /** Foreign text in its lines, without the control characters that could steer a terminal. */
    public static String lines(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** Foreign text on one line, without control characters. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                space = plain.length() > 0;
            } else if (!Character.isISOControl(c)) {
                if (space) {
                    plain.append(' ');
                    space = false;
                }
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
