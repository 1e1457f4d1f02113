package io.mcpgateway.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer in chunks, as RFC 9112 section 7.1 has it; trailers are left unread. */
final class ChunkedInput extends InputStream {
    private final EngineInput in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(EngineInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("The engine closed the connection in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first && !in.line(2).isEmpty()) {
            throw new IOException("The engine sent a chunk longer than it said");
        }
        first = false;
        String size = in.line(256).split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("The engine sent a chunk of size '" + size + "'", e);
        }
        if (left < 0) {
            throw new IOException("The engine sent a chunk of negative size");
        }
        ended = left == 0;
    }
}
