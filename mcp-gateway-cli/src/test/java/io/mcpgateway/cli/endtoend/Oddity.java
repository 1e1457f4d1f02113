package io.mcpgateway.cli.endtoend;

import io.mcpgateway.cli.endtoend.Reading.Syntax;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A way in which a file can be odd. */
enum Oddity {
    MALFORMED("cut short"),
    OTHER_TYPE("a list where a map belongs"),
    PLAIN_TEXT("a text where a map belongs"),
    DIRECTORY("a directory"),
    PIPE("a pipe that nobody writes to"),
    DEVICE("a device without an end"),
    LOOP("a link to itself"),
    HUGE("of 100 MB"),
    DEEP("100,000 levels deep"),
    LAUGHS("a billion laughs"),
    NUL("with a NUL"),
    NOT_UTF8("not in UTF-8"),
    TWICE("with a member twice"),
    CRLF("with the line ends of Windows"),
    BOM("with a byte order mark"),
    EMPTY("empty");

    /** A word that no message may quote. */
    static final String SECRET = "hunter2";

    private static final int HUGE_BYTES = 100 << 20;
    private static final int LEVELS = 100_000;

    private final String words;

    Oddity(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether a command should do its work all the same. */
    boolean isAllRight() {
        return this == CRLF || this == BOM || this == EMPTY;
    }

    /** Whether such a file can be this odd. */
    boolean concerns(Reading reading) {
        return switch (this) {
            case LAUGHS -> reading.syntax() == Syntax.YAML;
            // A line is a line, whatever is in it.
            case MALFORMED, OTHER_TYPE, PLAIN_TEXT, DEEP -> reading.syntax() != Syntax.LINES;
            case TWICE, NUL -> reading.syntax() != Syntax.LINES;
            // A directory of entries is a catalog, too.
            case DIRECTORY -> reading != Reading.CATALOG_SHOW;
            case EMPTY -> !reading.needsContent();
            default -> true;
        };
    }

    void make(Path file, Reading reading) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        switch (this) {
            case DIRECTORY -> Files.createDirectory(file);
            case PIPE ->
                new ProcessBuilder("mkfifo", file.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
            case DEVICE -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case LOOP -> Files.createSymbolicLink(file, file.getFileName());
            case HUGE -> {
                try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(HUGE_BYTES);
                }
            }
            default -> Files.write(file, bytes(reading));
        }
    }

    private byte[] bytes(Reading reading) {
        String good = reading.good();
        if (this == NOT_UTF8) {
            byte[] bytes = good.replaceFirst("[a-z]", "?").getBytes(StandardCharsets.US_ASCII);
            bytes[good.replaceFirst("[a-z]", "?").indexOf('?')] = (byte) 0xff;
            return bytes;
        }
        String text = switch (this) {
            case MALFORMED -> malformed(reading.syntax());
            case OTHER_TYPE -> otherType(reading.syntax());
            case PLAIN_TEXT -> reading.syntax() == Syntax.TOML ? SECRET + "\n" : "\"" + SECRET + "\"\n";
            case DEEP -> deep(reading.syntax());
            case LAUGHS -> laughs();
            case NUL -> good.replaceFirst("[a-z]", "\0");
            case TWICE -> twice(reading.syntax());
            case CRLF -> good.replace("\n", "\r\n");
            case BOM -> "\ufeff" + good;
            case EMPTY -> "";
            default -> throw new IllegalStateException("no text: " + this);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String malformed(Syntax syntax) {
        return switch (syntax) {
            case JSON -> "{\"" + SECRET + "\": \"" + SECRET;
            case YAML -> SECRET + ": [" + SECRET + "\n";
            default -> SECRET + " = [\"" + SECRET + "\n";
        };
    }

    private static String otherType(Syntax syntax) {
        return switch (syntax) {
            case JSON -> "[\"" + SECRET + "\"]\n";
            case YAML -> "- " + SECRET + "\n";
            default -> "[[mcp_servers]]\na = \"" + SECRET + "\"\n";
        };
    }

    private static String deep(Syntax syntax) {
        return switch (syntax) {
            case JSON -> "{\"a\":".repeat(LEVELS) + "1" + "}".repeat(LEVELS);
            case YAML -> "{a: ".repeat(LEVELS) + "1" + "}".repeat(LEVELS);
            default -> "a = " + "[".repeat(LEVELS) + "]".repeat(LEVELS) + "\n";
        };
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a: &a [" + SECRET + "]\n");
        for (char name = 'b'; name <= 'z'; name++) {
            String before = "*" + (char) (name - 1) + " ";
            text.append(name).append(": &").append(name).append(" [");
            text.append((before.strip() + ", ").repeat(9)).append(before).append("]\n");
        }
        return text.toString();
    }

    private static String twice(Syntax syntax) {
        return switch (syntax) {
            case JSON -> "{\"" + SECRET + "\": 1, \"" + SECRET + "\": 2}\n";
            case YAML -> SECRET + ": {}\n" + SECRET + ": {}\n";
            default -> SECRET + " = 1\n" + SECRET + " = 2\n";
        };
    }
}
