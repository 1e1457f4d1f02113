package io.mcpgateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the last bytes that a workload wrote to standard error, and hands on whole lines to whoever wants to show them. Both
 * come out without secrets and control characters. Thread-safe; bounded whatever the workload writes.
 */
public final class StderrTail {
    private static final int LONGEST_LINE = 4 << 10;

    private final byte[] ring;
    private final Redaction redaction;
    private final Consumer<String> lines;
    private long written;
    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;

    /**
     * A tail.
     *
     * @param keep how many bytes are kept
     * @param redaction takes the secrets out
     * @param lines takes each whole line, safe to print; called by the thread that writes
     */
    public StderrTail(int keep, Redaction redaction, Consumer<String> lines) {
        this.ring = new byte[Math.max(keep, 1024)];
        this.redaction = redaction;
        this.lines = lines;
    }

    /** Called by one thread at a time. */
    public void write(byte[] buffer, int offset, int length) {
        take(buffer, offset, length).forEach(lines); // outside the monitor: the consumer is not ours
    }

    /** The workload has ended; what it wrote last may have no line break. */
    void end() {
        write(new byte[] {'\n'}, 0, 1);
    }

    private synchronized List<String> take(byte[] buffer, int offset, int length) {
        List<String> whole = new ArrayList<>();
        for (int i = offset; i < offset + length; i++) {
            byte b = buffer[i];
            ring[(int) (written++ % ring.length)] = b;
            if (b == '\n') {
                if (lineLength > 0) {
                    whole.add(shown());
                    lineLength = 0;
                }
            } else if (lineLength < LONGEST_LINE) {
                line[lineLength++] = b;
            }
        }
        return whole;
    }

    private String shown() {
        String text = new String(line, 0, lineLength, StandardCharsets.UTF_8);
        return printable(lineLength < LONGEST_LINE ? redaction.apply(text) : redaction.applyToCut(text));
    }

    /** The last lines, at most {@code most} characters of them, safe to print. */
    public synchronized String tail(int most) {
        int kept = (int) Math.min(written, ring.length);
        byte[] bytes = new byte[kept];
        for (int i = 0; i < kept; i++) {
            bytes[i] = ring[(int) ((written - kept + i) % ring.length)];
        }
        // Cut when the secrets are out: half a secret would not be found.
        String text = redaction.apply(new String(bytes, StandardCharsets.UTF_8));
        return printable(text.substring(Math.max(0, text.length() - most)).strip());
    }

    /** Without control characters, which could steer a terminal. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(c == '\n' || c == '\t' || !Character.isISOControl(c) ? (char) c : ' '));
        return out.toString();
    }
}
