package io.mcpgateway.docker.egress;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes an archive in the POSIX format (ustar) that is the same whenever it is made from the same files: all belong to
 * root, and to the beginning of 1980. Confined to one thread.
 */
final class TarWriter implements Closeable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PREFIX = 155;
    private static final long TIME = 315_532_800L;

    private final OutputStream out;
    private final Set<String> directories = new TreeSet<>();

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Adds a file, with the directories above it. */
    void file(String name, Path source, boolean executable) throws IOException {
        long size = Files.size(source);
        parents(name);
        header(name, executable ? 0755 : 0644, size, '0');
        long copied = Files.copy(source, out);
        if (copied != size) {
            throw new IOException(source + " changed while it was read");
        }
        pad(size);
    }

    /** Adds a short file. */
    void file(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        parents(name);
        header(name, 0644, bytes.length, '0');
        out.write(bytes);
        pad(bytes.length);
    }

    /** Adds a directory that all may write to. */
    void temporaryDirectory(String name) throws IOException {
        parents(name);
        directories.add(name);
        header(name + "/", 01777, 0, '5');
    }

    private void parents(String name) throws IOException {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String directory = name.substring(0, slash);
            if (directories.add(directory)) {
                header(directory + "/", 0755, 0, '5');
            }
        }
    }

    private void header(String name, int mode, long size, char type) throws IOException {
        byte[] header = new byte[BLOCK];
        int split = name.length() <= LONGEST_NAME ? -1 : name.lastIndexOf('/', LONGEST_PREFIX);
        String last = name.substring(split + 1);
        if (last.isEmpty() || last.length() > LONGEST_NAME || name.startsWith("/")) {
            throw new IOException("'" + name + "' does not fit into an archive");
        }
        put(header, 0, last);
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(0, 7)); // owner
        put(header, 116, octal(0, 7)); // group
        put(header, 124, octal(size, 11));
        put(header, 136, octal(TIME, 11));
        put(header, 148, "        "); // the sum is made as if these were blanks
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 345, split < 0 ? "" : name.substring(0, split));
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, octal(sum, 6));
        header[154] = 0;
        out.write(header);
    }

    private static String octal(long number, int digits) {
        String octal = Long.toOctalString(number);
        return "0".repeat(digits - octal.length()) + octal;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** Ends the archive and closes what it is written to. */
    @Override
    public void close() throws IOException {
        try (out) {
            out.write(new byte[2 * BLOCK]);
        }
    }
}
