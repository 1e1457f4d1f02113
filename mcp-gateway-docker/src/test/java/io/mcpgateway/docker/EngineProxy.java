package io.mcpgateway.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards TCP connections on the loopback interface to the real engine, byte by byte and half-closed as the ends are, and
 * breaks those that a test wants broken.
 */
final class EngineProxy implements AutoCloseable {
    private final ServerSocket server;
    private final EngineClient engine;
    private final Map<Socket, String> connections = new ConcurrentHashMap<>();

    private EngineProxy(ServerSocket server, EngineClient engine) {
        this.server = server;
        this.engine = engine;
    }

    static EngineProxy open(ServerSocket server, EngineClient engine) {
        EngineProxy proxy = new EngineProxy(server, engine);
        daemon(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks the connections whose first request has this in its first line. */
    void breakConnections(String part) throws IOException {
        for (Map.Entry<Socket, String> connection : connections.entrySet()) {
            if (connection.getValue().contains(part)) {
                connection.getKey().close();
            }
        }
    }

    int openConnections() {
        return connections.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        connections.put(socket, "");
        try (socket;
                EngineConnection upstream = engine.connect()) {
            Thread back = daemon(() -> copy(socket, upstream));
            byte[] buffer = new byte[64 << 10];
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (connections.get(socket).isEmpty()) {
                    String request = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                    connections.put(socket, request.lines().findFirst().orElse(""));
                }
                upstream.out().write(buffer, 0, count);
                upstream.out().flush();
            }
            upstream.endOutput();
            back.join();
        } catch (IOException e) {
            // One side broke; both are closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private static void copy(Socket socket, EngineConnection upstream) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[64 << 10];
            for (int count = upstream.in().read(buffer);
                    count >= 0;
                    count = upstream.in().read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // One side broke; both are closed.
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "engine-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        vanish();
    }

    /** Accepts nothing any more and breaks everything. */
    void vanish() throws IOException {
        server.close();
        breakConnections("");
    }
}
