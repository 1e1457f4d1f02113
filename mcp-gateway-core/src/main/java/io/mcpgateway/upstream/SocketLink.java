package io.mcpgateway.upstream;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.json.LineFramer;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.pipe.PipeWriter;
import io.mcpgateway.remote.Link;
import io.mcpgateway.settings.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection to a server that runs already, over TCP or a Unix socket, as a link: a line is a message, as on stdio. Owns
 * the connection. Thread-safe; what comes in is handled by one thread of its own.
 */
final class SocketLink implements Link {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int CHUNK = 64 << 10;

    private final String server;
    private final String where;
    private final Limits limits;
    private final SocketChannel channel;
    private final Link.Listener listener;
    private final PipeWriter writer;
    private final AtomicBoolean ended = new AtomicBoolean();

    private SocketLink(
            String server,
            String where,
            Limits limits,
            Executor blocking,
            SocketChannel channel,
            Link.Listener listener) {
        this.server = server;
        this.where = where;
        this.limits = limits;
        this.channel = channel;
        this.listener = listener;
        this.writer = new PipeWriter(
                new ChannelOutput(channel), blocking, 2L * limits.messageBytes(), broken -> lost(broken));
    }

    /**
     * Connects; blocks until that is done.
     *
     * @throws GatewayException if nobody answers there
     */
    static SocketLink open(
            String server, SocketAddress address, Limits limits, Executor blocking, Link.Listener listener) {
        String where = describe(address);
        SocketChannel channel;
        try {
            channel = connect(address);
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Cannot reach server '" + server + "' at " + where + ": " + SafeFiles.reason(e)
                            + "; start it there, or correct the address with --static-server",
                    e);
        }
        SocketLink link = new SocketLink(server, where, limits, blocking, channel, listener);
        Thread reader = new Thread(link::read, "mcp-static-" + server);
        reader.setDaemon(true);
        reader.start();
        return link;
    }

    private static String describe(SocketAddress address) {
        return address instanceof InetSocketAddress tcp
                ? tcp.getHostString() + ":" + tcp.getPort()
                : "socket " + address;
    }

    private static SocketChannel connect(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(address);
        }
        if (!(address instanceof InetSocketAddress tcp)) {
            throw new IOException("an address of this kind cannot be reached: " + address);
        }
        IOException last = null;
        for (InetAddress each : InetAddress.getAllByName(tcp.getHostString())) {
            SocketChannel channel = SocketChannel.open();
            try {
                // The channel itself knows no time-out.
                channel.socket().connect(new InetSocketAddress(each, tcp.getPort()), (int) CONNECT.toMillis());
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                return channel;
            } catch (IOException e) {
                channel.close();
                last = e;
            }
        }
        throw last == null ? new IOException("the host has no address") : last;
    }

    private void read() {
        LineFramer framer = new LineFramer(limits.messageBytes(), listener::message, this::oversized);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(buffer) >= 0) {
                framer.feed(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            framer.end();
            end("closed the connection");
        } catch (IOException e) {
            end("is not connected any more (" + SafeFiles.reason(e) + ")");
        } catch (RuntimeException e) { // the top of this thread
            end("sent what could not be handled (" + e + ")");
        }
    }

    private void oversized(Oversized message) {
        String text = "Server '%s' sent a message of %d bytes; the limit is %d"
                .formatted(server, message.bytes(), limits.messageBytes());
        if (message.numericId() >= 0 && !message.request()) {
            listener.failed(message.numericId(), new GatewayException(ErrorCode.LIMIT, text));
        } else {
            listener.noise(text);
        }
    }

    private void lost(IOException cause) {
        end("takes no messages any more (" + SafeFiles.reason(cause) + ")");
    }

    private void end(String how) {
        try {
            channel.close();
        } catch (IOException e) {
            listener.noise("The connection to server '" + server + "' could not be closed: " + SafeFiles.reason(e));
        }
        if (ended.compareAndSet(false, true)) {
            listener.closed(new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE, "Server '" + server + "' at " + where + " " + how));
        }
    }

    @Override
    public void send(Message message) {
        writer.write(message.text(), message.id());
    }

    @Override
    public void answered(long id) {
        writer.answered(id);
    }

    @Override
    public void close() {
        end("was disconnected by the gateway");
    }

    /** Writes whole arrays. The channel's own stream would wait for a read that waits for the answer. */
    private static final class ChannelOutput extends OutputStream {
        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }
}
