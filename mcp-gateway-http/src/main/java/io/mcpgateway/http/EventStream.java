package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.model.JsonText;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The spelling of messages as server-sent events, and of the responses that carry them. */
final class EventStream {
    private static final byte[] START = ascii("event: message\ndata: ");
    private static final byte[] END = ascii("\n\n");
    /** A comment; readers skip it. */
    static final byte[] COMMENT = ascii(": keep-alive\n\n");

    private EventStream() {}

    /** How a response that streams starts; {@code X-Accel-Buffering} as the specification asks. */
    static AsyncOutput.Head head(Map<String, String> extra) {
        Map<String, String> headers = new LinkedHashMap<>(extra);
        headers.put("Cache-Control", "no-cache, no-transform");
        headers.put("X-Accel-Buffering", "no");
        return new AsyncOutput.Head(HttpServletResponse.SC_OK, MediaTypes.EVENTS, headers);
    }

    static byte[] event(JsonText message) {
        byte[] event = new byte[START.length + message.length() + END.length];
        System.arraycopy(START, 0, event, 0, START.length);
        System.arraycopy(message.array(), message.offset(), event, START.length, message.length());
        int end = START.length + message.length();
        for (int i = START.length; i < end; i++) {
            // JSON has line breaks between tokens only; one that slipped through must not become an event of its own.
            if (event[i] == '\n' || event[i] == '\r') {
                event[i] = ' ';
            }
        }
        System.arraycopy(END, 0, event, end, END.length);
        return event;
    }

    /** A stream that is open until somebody ends it. */
    static AsyncOutput open(AsyncContext context, Runnable gone) {
        AsyncOutput output = new AsyncOutput(context, gone);
        output.begin(head(Map.of()));
        output.add(COMMENT, 0, COMMENT.length); // so that the client sees the headers now
        return output;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
