package io.mcpgateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The echo server over HTTP/1.1 with keep-alive: a thread for each connection, JSON answers. */
public final class EchoHttpServer {
    private EchoHttpServer() {}

    /** Serves on the port given as the first argument until killed; of the modern era if the second is {@code modern}. */
    public static void main(String[] arguments) throws IOException {
        boolean modern = arguments.length > 1 && arguments[1].equals("modern");
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 200, InetAddress.getLoopbackAddress())) {
            System.err.println("ready");
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket, modern));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(Socket socket, boolean modern) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[64 << 10];
            int held = 0;
            while (true) {
                int head;
                while ((head = endOfHead(buffer, held)) < 0) {
                    int read = in.read(buffer, held, buffer.length - held);
                    if (read < 0) {
                        return;
                    }
                    held += read;
                }
                String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                int length = contentLength(text);
                while (held < head + length) {
                    int read = in.read(buffer, held, buffer.length - held);
                    if (read < 0) {
                        return;
                    }
                    held += read;
                }
                out.write(response(text, EchoAnswers.answer(buffer, head, head + length, modern)));
                held -= head + length;
                System.arraycopy(buffer, head + length, buffer, 0, held);
            }
        } catch (IOException e) {
            // The client closed its connection, which is how a benchmark ends.
            return;
        }
    }

    private static byte[] response(String head, byte[] answer) {
        if (!head.startsWith("post")) {
            return Json.ascii("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
        }
        if (answer.length == 0) {
            return Json.ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        }
        byte[] start = Json.ascii(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + answer.length + "\r\n\r\n");
        byte[] whole = new byte[start.length + answer.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(answer, 0, whole, start.length, answer.length);
        return whole;
    }

    static int endOfHead(byte[] buffer, int length) {
        for (int i = 3; i < length; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    static int contentLength(String head) {
        int at = head.indexOf("content-length:");
        if (at < 0) {
            return 0;
        }
        int end = head.indexOf('\r', at);
        return Integer.parseInt(head.substring(at + 15, end).trim());
    }
}
