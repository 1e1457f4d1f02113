package io.mcpgateway.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP connection of which tests control every byte. */
final class RawHttp implements AutoCloseable {
    private final int port;
    private Socket socket;
    private InputStream in;
    private boolean insideBody;

    RawHttp(int port) throws IOException {
        this.port = port;
        connect();
    }

    private void connect() throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        insideBody = false;
    }

    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    static String request(String method, String path, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "localhost");
        all.putAll(headers);
        StringBuilder out = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        all.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty() || method.equals("POST")) {
            out.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return out.append("\r\n").append(body).toString();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    Answer exchange(String method, String path, Map<String, String> headers, String body) throws IOException {
        write(request(method, path, headers, body));
        Answer answer = read();
        if (answer.header("connection").equalsIgnoreCase("close")) {
            socket.close();
            connect();
        }
        return answer;
    }

    /** Reads a whole response. */
    Answer read() throws IOException {
        Answer head = readHead();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.header("transfer-encoding").equals("chunked")) {
            for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                body.write(chunk);
            }
        } else if (head.headers.containsKey("content-length")) {
            body.write(in.readNBytes(Integer.parseInt(head.header("content-length"))));
        } else if (head.status != 204 && head.status != 202 && head.status != 304) {
            in.transferTo(body);
        }
        return new Answer(head.status, head.headers, body.toString(StandardCharsets.UTF_8));
    }

    Answer readHead() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status[1]), headers, "");
    }

    /** One chunk of a chunked body; empty at its end. Does not wait for its line break, which Jetty sends with the next. */
    byte[] readChunk() throws IOException {
        if (insideBody) {
            line();
        }
        int length = Integer.parseInt(line().strip(), 16);
        byte[] chunk = in.readNBytes(length);
        insideBody = length > 0;
        if (!insideBody) {
            line();
        }
        return chunk;
    }

    /** Reads chunks until one has the text. */
    String readUntil(String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            byte[] chunk = readChunk();
            if (chunk.length == 0) {
                throw new EOFException("ended before '" + text + "': " + seen);
            }
            seen.append(new String(chunk, StandardCharsets.UTF_8));
        }
        return seen.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed after '" + line + "'");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Whether the server has closed the connection, after reading what it sent before. */
    boolean reachesEnd() throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
        return true;
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset, as a client that was killed. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
