package io.mcpgateway.http.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server of which a test scripts every byte. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Script script;

    record Request(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        boolean is(String method) {
            return body.contains("\"method\":\"" + method + "\"");
        }

        /** The id of the JSON-RPC request as it is spelled. */
        String id() {
            return body.replaceFirst("(?s).*\"id\":(\\d+|\"[^\"]*\").*", "$1");
        }
    }

    interface Script {
        void answer(Request request, Out out) throws IOException, InterruptedException;
    }

    record Out(OutputStream stream) {
        void raw(String text) throws IOException {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }

        void json(int status, String body, String... headers) throws IOException {
            answer(status, "application/json", body, headers);
        }

        void answer(int status, String type, String body, String... headers) throws IOException {
            StringBuilder out = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            for (String header : headers) {
                out.append(header).append("\r\n");
            }
            out.append("Content-Type: ").append(type).append("\r\n");
            out.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n\r\n");
            raw(out + body);
        }

        void startEvents(String... headers) throws IOException {
            StringBuilder out = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
            for (String header : headers) {
                out.append(header).append("\r\n");
            }
            raw(out + "Transfer-Encoding: chunked\r\n\r\n");
        }

        void chunk(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            raw(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
        }

        void end() throws IOException {
            raw("0\r\n\r\n");
        }
    }

    ScriptedServer() throws IOException {
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    void script(Script value) {
        script = value;
    }

    int port() {
        return socket.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread thread = new Thread(() -> serve(connection), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Out out = new Out(connection.getOutputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                script.answer(request, out);
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone or the test is over.
            return;
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String[] parts = first.split(" ");
        return new Request(parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Cuts every connection. */
    void cut() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cut();
    }
}
