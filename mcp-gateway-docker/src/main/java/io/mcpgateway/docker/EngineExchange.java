package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request on a connection of its own, answered as far as the end of the headers. */
final class EngineExchange implements Closeable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int LARGEST_ANSWER = 4 << 20;

    private final EngineConnection connection;
    private final EngineInput input;
    private final int status;
    private final InputStream body;

    private EngineExchange(EngineConnection connection, EngineInput input, int status, InputStream body) {
        this.connection = connection;
        this.input = input;
        this.status = status;
        this.body = body;
    }

    /** What is sent after the head of a request. */
    interface Body {
        long length() throws IOException;

        void writeTo(OutputStream out) throws IOException;
    }

    /** Sends a request with a body of any length, and reads the head of its answer. */
    static EngineExchange stream(
            EngineConnection connection, String line, Map<String, String> headers, Body body, int bufferSize)
            throws IOException {
        connection.out().write(head(line, headers, body.length()));
        body.writeTo(connection.out());
        connection.out().flush();
        return answer(connection, bufferSize);
    }

    /** Sends a request and reads the head of its answer. */
    static EngineExchange send(
            EngineConnection connection, String line, Map<String, String> headers, byte[] body, int bufferSize)
            throws IOException {
        byte[] head = head(line, headers, body.length);
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length);
        request.writeBytes(head);
        request.writeBytes(body);
        request.writeTo(connection.out());
        connection.out().flush();
        return answer(connection, bufferSize);
    }

    private static byte[] head(String line, Map<String, String> headers, long length) {
        StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: docker\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static EngineExchange answer(EngineConnection connection, int bufferSize) throws IOException {
        EngineInput input = new EngineInput(connection.in(), bufferSize);
        int status = status(input.line(LONGEST_LINE));
        Map<String, String> answered = headers(input);
        return new EngineExchange(connection, input, status, body(input, answered));
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (!parts[0].startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("[1-5]\\d\\d")) {
            throw new IOException("What answered does not speak HTTP; is it a container engine?");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Map<String, String> headers(EngineInput input) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = input.line(LONGEST_LINE); !line.isEmpty(); line = input.line(LONGEST_LINE)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == MOST_HEADERS) {
                throw new IOException("The engine sent headers that make no sense");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static InputStream body(EngineInput input, Map<String, String> headers) {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedInput(input);
        }
        String length = headers.getOrDefault("content-length", "");
        return length.matches("\\d{1,18}") ? new FixedInput(input, Long.parseLong(length)) : input;
    }

    int status() {
        return status;
    }

    /** The connection, for what comes after the head of an upgraded one. */
    EngineConnection connection() {
        return connection;
    }

    /** What comes after the head of an upgraded connection. */
    EngineInput input() {
        return input;
    }

    /** The body. The connection is not used again after it. */
    InputStream body() {
        return body;
    }

    /** The whole body as JSON. */
    JsonNode json() throws IOException {
        return MAPPER.readTree(body.readNBytes(LARGEST_ANSWER));
    }

    /** What the engine says went wrong. */
    String reason() {
        String text;
        try {
            text = EngineInput.text(body, 8 << 10);
        } catch (IOException e) {
            return "status " + status;
        }
        return EngineErrors.reason(status, text);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /** A body whose length the head told. */
    private static final class FixedInput extends InputStream {
        private final EngineInput in;
        private long left;

        FixedInput(EngineInput in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
