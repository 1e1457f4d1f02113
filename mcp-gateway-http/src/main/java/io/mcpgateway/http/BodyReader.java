package io.mcpgateway.http;

import io.mcpgateway.model.JsonText;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/** Collects a request body as it arrives, up to a limit. Called by the container, one thread at a time. */
final class BodyReader implements ReadListener {
    private static final int FIRST = 4096;
    /** Up to here an announced length is believed at once; beyond, the client has to send bytes before it gets memory. */
    private static final int BELIEVED = 64 << 10;

    private final ServletInputStream in;
    private final HttpReply reply;
    private final int max;
    private final Consumer<JsonText> whole;
    private byte[] buffer;
    private int size;
    private boolean done;

    BodyReader(ServletInputStream in, long announced, int max, HttpReply reply, Consumer<JsonText> whole) {
        this.in = in;
        this.reply = reply;
        this.max = max;
        this.whole = whole;
        // One byte more than announced, so that the end is seen without growing.
        this.buffer = new byte[announced > 0 ? (int) Math.min(announced + 1, BELIEVED) : FIRST];
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!done && in.isReady()) {
            int count = in.read(buffer, size, buffer.length - size);
            if (count < 0) {
                return; // onAllDataRead follows
            }
            size += count;
            if (size > max) {
                done = true;
                reply.refuse(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, tooLarge(max));
                return;
            }
            if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * size, (long) max + 1));
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            whole.accept(JsonText.of(buffer, 0, size));
        }
    }

    @Override
    public void onError(Throwable cause) {
        done = true;
        reply.abort();
    }

    static JsonText tooLarge(int max) {
        return Failures.error(
                null, Failures.INVALID_REQUEST, "The request body is larger than the limit of " + max + " bytes");
    }
}
