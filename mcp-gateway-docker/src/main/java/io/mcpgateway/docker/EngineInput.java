package io.mcpgateway.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A buffer over a connection whose content can be taken without copying. Confined to one thread at a time. */
final class EngineInput extends InputStream {
    private final InputStream in;
    private final byte[] buffer;
    private int position;
    private int limit;

    EngineInput(InputStream in, int size) {
        this.in = in;
        this.buffer = new byte[size];
    }

    /** How many bytes can be taken now; reads more if there are none. -1 at the end. */
    int fill() throws IOException {
        if (position == limit) {
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return -1;
            }
            position = 0;
            limit = count;
        }
        return limit - position;
    }

    /** The array in which {@link #fill()} bytes lie from {@link #position()} on. */
    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    void skip(int count) {
        position += count;
    }

    @Override
    public int read() throws IOException {
        return fill() < 0 ? -1 : buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int available = fill();
        if (available < 0) {
            return -1;
        }
        int count = Math.min(available, length);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** A line without its end. */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                throw new EOFException("The engine closed the connection");
            }
            if (line.length() == longest) {
                throw new IOException("The engine sent a header line longer than " + longest + " bytes");
            }
            line.append((char) next);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }

    /** At most {@code longest} bytes up to the end, as text. */
    static String text(InputStream in, int longest) throws IOException {
        return new String(in.readNBytes(longest), StandardCharsets.UTF_8);
    }
}
