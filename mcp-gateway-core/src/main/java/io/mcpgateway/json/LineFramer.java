package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into lines, which on stdio are messages (MCP specification, transports, stdio). A line over the limit
 * is skipped to its end, never kept; its id is still found, so that the request it answers can be failed. Confined to the
 * one thread that reads the stream.
 */
public final class LineFramer {
    private static final int INITIAL = 8 << 10;

    private final int maxBytes;
    private final Consumer<JsonText> lines;
    private final Consumer<Oversized> oversized;
    private byte[] held = new byte[INITIAL];
    private int length;
    private boolean discarding;
    private OversizedScan scan = new OversizedScan();

    /**
     * A framer.
     *
     * @param maxBytes the largest line
     * @param lines takes each line that is not blank, without its line break; its bytes are its own
     * @param oversized takes what is known of each line over the limit
     */
    public LineFramer(int maxBytes, Consumer<JsonText> lines, Consumer<Oversized> oversized) {
        this.maxBytes = maxBytes;
        this.lines = lines;
        this.oversized = oversized;
    }

    /** Takes the next bytes of the stream; the array may be used again after the call. */
    public void feed(byte[] buffer, int offset, int count) {
        int from = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            if (buffer[i] == '\n') {
                line(buffer, from, i);
                from = i + 1;
            }
        }
        if (from < end) {
            hold(buffer, from, end);
        }
    }

    /** The stream has ended: what is held is the last line. */
    public void end() {
        if (length > 0 || discarding) {
            line(held, 0, 0);
        }
    }

    private void line(byte[] buffer, int from, int to) {
        if (discarding || (long) length + (to - from) > maxBytes) {
            hold(buffer, from, to);
            oversized.accept(scan.finish());
            scan = new OversizedScan();
            discarding = false;
            length = 0;
            return;
        }
        if (length == 0) {
            emit(buffer, from, to, true);
            return;
        }
        hold(buffer, from, to);
        byte[] whole = held;
        int wholeLength = length;
        length = 0;
        // A large line keeps its buffer; a small one is copied so that the buffer can be used again.
        boolean copy = whole.length <= 4 * INITIAL;
        if (!copy) {
            held = new byte[INITIAL];
        }
        emit(whole, 0, wholeLength, copy);
    }

    private void emit(byte[] buffer, int from, int to, boolean copy) {
        int start = from;
        int end = to;
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (end > start && isBlank(buffer[end - 1])) {
            end--;
        }
        if (start == end) {
            return;
        }
        lines.accept(
                copy ? JsonText.of(Arrays.copyOfRange(buffer, start, end)) : JsonText.of(buffer, start, end - start));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private void hold(byte[] buffer, int from, int to) {
        int count = to - from;
        if (discarding) {
            scan.feed(buffer, from, count);
            return;
        }
        if ((long) length + count > maxBytes) {
            discarding = true;
            scan.feed(held, 0, length);
            scan.feed(buffer, from, count);
            held = new byte[INITIAL];
            length = 0;
            return;
        }
        if (length + count > held.length) {
            int grown = (int) Math.min(Math.max(2L * held.length, length + count), Math.max(maxBytes, length + count));
            held = Arrays.copyOf(held, grown);
        }
        System.arraycopy(buffer, from, held, length, count);
        length += count;
    }
}
