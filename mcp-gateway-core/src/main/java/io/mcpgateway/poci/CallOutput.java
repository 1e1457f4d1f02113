package io.mcpgateway.poci;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The first bytes of a standard output, and how many there were in all. Thread-safe; bounded whatever is written. */
final class CallOutput {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private long written;

    CallOutput(int most) {
        this.most = most;
    }

    /** Takes more. Returns how much there was so far. */
    synchronized long write(byte[] buffer, int offset, int length) {
        kept.write(buffer, offset, Math.min(length, most - kept.size()));
        written += length;
        return written;
    }

    /** As text, without the line break at its end; bytes that are no UTF-8 are replaced. What was cut off is told. */
    synchronized String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        if (written > kept.size()) {
            return text + "\n[" + (written - kept.size()) + " more bytes are left out]";
        }
        return text.endsWith("\r\n")
                ? text.substring(0, text.length() - 2)
                : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
