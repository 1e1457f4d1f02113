package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Drives a Streamable HTTP server: a thread, a keep-alive connection and a session for each caller. */
final class HttpLoad implements Load {
    private final int port;
    private final String token;
    private final long pid;
    private final boolean modern;

    /** Load for the server on this port, whose processor time is that of this process. */
    HttpLoad(int port, String token, long pid) {
        this(port, token, pid, false);
    }

    HttpLoad(int port, String token, long pid, boolean modern) {
        this.modern = modern;
        this.port = port;
        this.token = token;
        this.pid = pid;
    }

    @Override
    public Figures run(int callers, double seconds) throws IOException, InterruptedException {
        List<Caller> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(new Caller(i));
        }
        long start = System.nanoTime();
        long stop = start + (long) (seconds * 1e9);
        long cpu = ProcessCpu.nanos(pid);
        List<Thread> threads = new ArrayList<>();
        for (Caller caller : all) {
            Thread thread = new Thread(() -> caller.run(stop));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) / 1e9;
        long used = ProcessCpu.nanos(pid) - cpu;
        int total = 0;
        for (Caller caller : all) {
            if (caller.failure != null) {
                throw new IOException("A caller failed", caller.failure);
            }
            total += caller.count;
        }
        long[] latencies = new long[total];
        int at = 0;
        for (Caller caller : all) {
            System.arraycopy(caller.latencies, 0, latencies, at, caller.count);
            at += caller.count;
            caller.close();
        }
        return Figures.of(latencies, took, used);
    }

    private final class Caller {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[64 << 10];
        private final String number;
        private int held;
        private String session = "";
        private long[] latencies = new long[4096];
        private int count;
        private volatile @org.jspecify.annotations.Nullable IOException failure;

        Caller(int number) throws IOException {
            this.number = Integer.toString(number);
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            if (modern) {
                post(Json.modernList(2, this.number), "tools/list");
                post(Json.modernCall(3, this.number), "tools/call");
                return;
            }
            String head = post(Json.initialize(1), "");
            int at = head.indexOf("mcp-session-id:");
            if (at >= 0) {
                // Header values keep their case; only names were compared in lower case.
                session =
                        original.substring(at + 15, original.indexOf('\r', at)).trim();
            }
            post(Json.INITIALIZED, "");
            post(Json.list(2), "");
            // The first call of a session starts its workload, which is not what is measured here.
            post(Json.call(3), "");
        }

        /** Ends the session, and with it the workload that was started for it. */
        void close() throws IOException {
            if (!session.isEmpty()) {
                out.write(("DELETE /mcp HTTP/1.1\r\nHost: localhost:" + port + "\r\nMcp-Session-Id: " + session
                                + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token) + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                fill();
            }
            socket.close();
        }

        private String original = "";

        void run(long stop) {
            try {
                long id = 4;
                long now = System.nanoTime();
                while (now < stop) {
                    post(modern ? Json.modernCall(id++, number) : Json.call(id++), "tools/call");
                    long after = System.nanoTime();
                    if (count == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * latencies.length);
                    }
                    latencies[count++] = after - now;
                    now = after;
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        private String post(String body, String method) throws IOException {
            String head = "POST /mcp HTTP/1.1\r\nHost: localhost:" + port
                    + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                    + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                    + (session.isEmpty()
                            ? ""
                            : "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n")
                    + (modern
                            ? "MCP-Protocol-Version: " + Json.MODERN + "\r\nMcp-Method: " + method + "\r\n"
                                    + (method.equals("tools/call") ? "Mcp-Name: echo\r\n" : "")
                            : "")
                    + "Content-Length: " + body.length() + "\r\n\r\n";
            out.write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            int end;
            while ((end = EchoHttpServer.endOfHead(buffer, held)) < 0) {
                fill();
            }
            original = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
            String response = original.toLowerCase(Locale.ROOT);
            if (!response.startsWith("http/1.1 20")) {
                throw new IOException(
                        "Not a success: " + original.lines().findFirst().orElse(""));
            }
            if (response.contains("transfer-encoding: chunked")) {
                readChunks(end);
            } else {
                int length = EchoHttpServer.contentLength(response);
                while (held < end + length) {
                    fill();
                }
                consume(end + length);
            }
            return response;
        }

        private void readChunks(int from) throws IOException {
            int at = from;
            while (true) {
                int lineEnd;
                while ((lineEnd = lineEnd(at)) < 0) {
                    fill();
                }
                int size =
                        Integer.parseInt(new String(buffer, at, lineEnd - at, StandardCharsets.ISO_8859_1).trim(), 16);
                at = lineEnd + 2 + size + 2;
                while (held < at) {
                    fill();
                }
                if (size == 0) {
                    consume(at);
                    return;
                }
            }
        }

        private int lineEnd(int from) {
            for (int i = from; i + 1 < held; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private void fill() throws IOException {
            int read = in.read(buffer, held, buffer.length - held);
            if (read < 0) {
                throw new IOException("The connection was closed");
            }
            held += read;
        }

        private void consume(int bytes) {
            held -= bytes;
            System.arraycopy(buffer, bytes, buffer, 0, held);
        }
    }
}
