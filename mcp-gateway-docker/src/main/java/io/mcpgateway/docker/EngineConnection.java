package io.mcpgateway.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the engine, whose two directions end apart. One thread may read while another writes; closing it from
 * a third one ends both.
 */
final class EngineConnection implements Closeable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private final InputStream in;
    private final OutputStream out;
    private final Closeable outputEnd;
    private final Closeable whole;

    private EngineConnection(InputStream in, OutputStream out, Closeable outputEnd, Closeable whole) {
        this.in = in;
        this.out = out;
        this.outputEnd = outputEnd;
        this.whole = whole;
    }

    static EngineConnection open(EngineEndpoint endpoint, @Nullable SSLContext tls) throws IOException {
        if (endpoint.isUnix()) {
            SocketChannel channel =
                    SocketChannel.open(UnixDomainSocketAddress.of(endpoint.uri().getPath()));
            return new EngineConnection(
                    Channels.newInputStream(channel), new SlicedOutput(channel), channel::shutdownOutput, channel);
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            String host = endpoint.uri().getHost();
            socket.connect(
                    new InetSocketAddress(host, endpoint.uri().getPort()), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            Socket secured = tls == null
                    ? socket
                    : secure(tls, socket, host, endpoint.uri().getPort());
            return new EngineConnection(
                    secured.getInputStream(), secured.getOutputStream(), secured::shutdownOutput, secured);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secure(SSLContext tls, Socket socket, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Ends what we send; what the engine sends still arrives. */
    void endOutput() throws IOException {
        outputEnd.close();
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }

    /** Writes in slices: the JDK copies an array of any size into native memory that it then keeps for the thread. */
    private static final class SlicedOutput extends OutputStream {
        private static final int SLICE = 64 << 10;

        private final SocketChannel channel;

        SlicedOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int position = offset; position < end; position += SLICE) {
                ByteBuffer slice = ByteBuffer.wrap(bytes, position, Math.min(SLICE, end - position));
                while (slice.hasRemaining()) {
                    channel.write(slice);
                }
            }
        }
    }
}
