package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.MalformedException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a workload, and the one to the server that is made for it. Driven by one thread, joined by a second one
 * while it relays; closed by any thread. Whoever owns the table of conversations closes it when its time is up, which is what ends
 * a read, a write or a dial that does not.
 */
final class Conversation implements Closeable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    /** For all addresses together; the last one may take its {@link #PATIENCE} beyond that. */
    private static final long MOST_DIALLING = 3 * PATIENCE;

    private static final long IDLE = TimeUnit.MINUTES.toNanos(10);
    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_BEGINNING = 64 << 10;

    private final SocketChannel client;
    private volatile @Nullable SocketChannel server;
    private volatile boolean closed;
    /** Whether the server channel is not connected yet, so that there may be another address to try. */
    private volatile boolean dialling;

    private volatile long deadline = System.nanoTime() + PATIENCE;
    private byte[] beginning = new byte[2048];
    private int length;

    Conversation(SocketChannel client) {
        this.client = client;
    }

    /** Reads something from the beginning of a conversation; empty if it needs more bytes. */
    interface Beginning<T> {
        Optional<T> read(byte[] bytes, int length) throws MalformedException;
    }

    boolean isOverdue(long now) {
        return now - deadline > 0;
    }

    /** Its next step may take as long as the first one. */
    void carryOn() {
        deadline = System.nanoTime() + PATIENCE;
    }

    /** Reads what the client begins with; nothing of it is taken away. */
    <T> T begin(Beginning<T> reader) throws IOException, MalformedException {
        while (true) {
            Optional<T> found = reader.read(beginning, length);
            if (found.isPresent()) {
                return found.get();
            }
            more();
        }
    }

    private void more() throws IOException, MalformedException {
        if (length == beginning.length) {
            if (length >= LONGEST_BEGINNING) {
                throw new MalformedException("what it begins with is too long");
            }
            beginning = Arrays.copyOf(beginning, length * 2);
        }
        int count = client.read(ByteBuffer.wrap(beginning, length, beginning.length - length));
        if (count < 0) {
            throw new EOFException("the client has gone");
        }
        length += count;
    }

    /** Takes away what the client began with. */
    void discard(int count) {
        System.arraycopy(beginning, count, beginning, 0, length - count);
        length -= count;
    }

    /** Sends to the client. */
    void answer(byte[] bytes) throws IOException {
        write(client, ByteBuffer.wrap(bytes));
    }

    /** Connects to the first of these addresses that answers. */
    void connect(List<InetSocketAddress> addresses) throws IOException {
        IOException failure = new IOException("it has no address");
        long end = System.nanoTime() + MOST_DIALLING;
        for (InetSocketAddress address : addresses) {
            SocketChannel channel = SocketChannel.open();
            server = channel;
            carryOn();
            dialling = true;
            if (closed) { // close() may have looked before there was a server
                channel.close();
            }
            try {
                channel.connect(address);
                return;
            } catch (IOException e) {
                failure = e;
                channel.close();
                if (closed || System.nanoTime() - end > 0) {
                    break;
                }
            } finally {
                carryOn();
                dialling = false;
            }
        }
        throw failure;
    }

    boolean isDialling() {
        return dialling;
    }

    /** Ends the step whose time is up: a dial, after which the next address has its turn, or else the conversation. */
    void expire() {
        SocketChannel channel = server;
        if (dialling && channel != null) {
            closeQuietly(channel);
        } else {
            close();
        }
    }

    private SocketChannel server() throws IOException {
        SocketChannel channel = server;
        if (channel == null) {
            throw new IOException("there is no connection to the server");
        }
        return channel;
    }

    /** Sends to the server. */
    void send(byte[] bytes) throws IOException {
        write(server(), ByteBuffer.wrap(bytes));
    }

    /** Passes on what the client began with and was not taken away, then everything in both directions, to the end. */
    void relay() throws IOException {
        SocketChannel target = server();
        deadline = System.nanoTime() + IDLE;
        CountDownLatch answered = new CountDownLatch(1);
        Threads.start("mcp-egress-answers", () -> {
            if (!copy(target, client)) {
                close();
            }
            answered.countDown();
        });
        write(target, ByteBuffer.wrap(beginning, 0, length));
        beginning = new byte[0];
        length = 0;
        if (!copy(client, target)) {
            close();
        }
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts has it closed next
        }
    }

    /** Copies to the end of the input, and ends the output; false if one of them broke, which ends both directions. */
    private boolean copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                deadline = System.nanoTime() + IDLE;
                write(to, buffer.flip());
                buffer.clear();
            }
            to.shutdownOutput();
            return true;
        } catch (IOException e) {
            return false; // one of the two has gone; nobody is left to be told
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(client);
        SocketChannel channel = server;
        if (channel != null) {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
