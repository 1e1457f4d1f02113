package io.mcpgateway.http;

import io.mcpgateway.http.wire.MediaTypes;
import io.mcpgateway.model.JsonText;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The spelling of messages as server-sent events, and of the responses that carry them. */
final class EventStream {
    private static final String START = "event: message\ndata: ";
    private static final byte[] PLAIN = ascii(START);
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
        return event(PLAIN, message);
    }

    /** A message that a client may name later as the last one that it has seen. */
    static byte[] event(String id, JsonText message) {
        return event(ascii("id: " + id + "\n" + START), message);
    }

    /** Tells a client of the HTTP+SSE transport where to send its messages to. */
    static byte[] endpoint(String uri) {
        return ascii("event: endpoint\ndata: " + uri + "\n\n");
    }

    /** An event without data: it tells the client the id to come back with. */
    static byte[] priming(String id) {
        return ascii("id: " + id + "\ndata:\n\n");
    }

    /** Tells the client after which time to come back; readers see no event. */
    static byte[] retry(Duration retry) {
        return ascii("retry: " + retry.toMillis() + "\n\n");
    }

    private static byte[] event(byte[] start, JsonText message) {
        byte[] event = new byte[start.length + message.length() + END.length];
        System.arraycopy(start, 0, event, 0, start.length);
        System.arraycopy(message.array(), message.offset(), event, start.length, message.length());
        int end = start.length + message.length();
        for (int i = start.length; i < end; i++) {
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
