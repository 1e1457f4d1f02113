package io.mcpgateway;

import io.mcpgateway.json.LineFramer;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server behind a listening socket: each connection is a conversation, and a line is a message. */
final class LineSockets implements AutoCloseable {
    final List<SocketChannel> connections = new CopyOnWriteArrayList<>();
    private final ServerSocketChannel listening;
    private final JavaServer server;

    LineSockets(SocketAddress address, JavaServer server) throws IOException {
        this.server = server;
        this.listening = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        listening.bind(address);
        start(this::accept);
    }

    SocketAddress address() {
        try {
            return listening.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "line-sockets");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listening.accept();
                connections.add(connection);
                start(() -> converse(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void converse(SocketChannel connection) {
        JavaServer.Channel channel = server.open(new JavaServer.Receiver() {
            @Override
            public void receive(JsonText message) {
                write(connection, message + "\n");
            }

            @Override
            public void ended(String reason) {
                write(connection, "");
            }
        });
        LineFramer framer = new LineFramer(1 << 20, channel::send, oversized -> {});
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try (connection) {
            while (connection.read(buffer) >= 0) {
                framer.feed(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            // the other end is gone
        } finally {
            channel.close();
        }
    }

    static synchronized void write(SocketChannel connection, String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                connection.write(bytes);
            }
        } catch (IOException e) {
            // the other end is gone
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
