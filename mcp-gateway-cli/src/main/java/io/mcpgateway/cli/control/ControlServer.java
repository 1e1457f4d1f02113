package io.mcpgateway.cli.control;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code ps} and its like for one gateway, over a Unix domain socket in its home. Threads of its own: one that accepts,
 * one for each connection, of which there are few at once, and one that ends connections that stand still. A failure to
 * make the socket is told and harms nothing else. Thread-safe; owns the socket and all connections.
 */
public final class ControlServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;
    /** After a connection that could not be taken. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SocketPlace place;
    private final SocketPlace.Found socket;
    private final ControlAnswers answers;
    private final EventSink events;
    private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;
    private final ThreadFactory threads = daemons();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable ServerSocketChannel listening; // guarded by this
    private boolean closed; // guarded by this
    private List<Path> made = List.of(); // guarded by this

    private ControlServer(Path home, ControlledGateway gateway, EventSink events) {
        this.place = SocketPlace.of(home);
        this.socket = place.newSocket(newId());
        this.answers = new ControlAnswers(socket.id(), gateway);
        this.events = events;
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        this.clock = timer;
    }

    /** Six hexadecimal digits, which people can type. */
    private static String newId() {
        return String.format("%06x", new SecureRandom().nextInt(1 << 24));
    }

    /**
     * Begins to answer for a gateway, and returns before anything has been done for it, so that no start waits for this.
     *
     * @param home where the socket will be
     * @param events hears if it cannot be made
     */
    public static ControlServer start(Path home, ControlledGateway gateway, EventSink events) {
        ControlServer server = new ControlServer(
                requireNonNull(home, "home"), requireNonNull(gateway, "gateway"), requireNonNull(events, "events"));
        server.threads.newThread(server::run).start();
        return server;
    }

    /** The gateway's id, which {@code --gateway} takes. */
    public String id() {
        return socket.id();
    }

    private void run() {
        try {
            removeLeftovers();
            ServerSocketChannel channel = open();
            if (channel != null) {
                accept(channel);
            }
        } catch (IOException | RuntimeException e) { // the top of this thread
            if (!isClosed()) {
                events.event(
                        EventSink.Level.WARN,
                        "No socket for 'mcp-gateway ps', 'logs', 'stats', 'stop' and 'restart'; they cannot reach this gateway",
                        Map.of("socket", socket.path().toString(), "cause", reason(e)));
            }
        } finally {
            close(); // a socket that nobody answers at would look like a gateway that hangs
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException io ? SafeFiles.reason(io) : String.valueOf(e);
    }

    private void removeLeftovers() throws IOException {
        for (SocketPlace.Found found : place.sockets()) {
            if (place.isOurs(found)) {
                try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    place.connect(channel, found); // it lives
                } catch (ConnectException e) {
                    place.remove(found);
                } catch (IOException e) {
                    events.event(
                            EventSink.Level.DEBUG,
                            "A socket of another gateway cannot be looked at",
                            Map.of("socket", found.path().toString(), "cause", reason(e)));
                }
            }
        }
    }

    /** The lock is held while the socket is made, so that close() finds it or keeps it from being made. */
    private synchronized @Nullable ServerSocketChannel open() throws IOException {
        if (closed) {
            return null;
        }
        made = place.missing();
        ServerSocketChannel channel = place.bind(socket);
        listening = channel;
        return channel;
    }

    private void accept(ServerSocketChannel channel) throws IOException {
        while (!isClosed()) {
            SocketChannel peer = next(channel);
            if (peer == null) {
                continue;
            }
            ControlConnection connection = new ControlConnection(peer, answers, clock, connections::remove);
            connections.add(connection);
            if (isClosed()) {
                connection.close();
            } else if (connections.size() > MOST_CONNECTIONS) {
                connection.refuse("the gateway answers " + MOST_CONNECTIONS + " others already");
            } else {
                threads.newThread(connection).start();
            }
        }
    }

    /** Null if there was none this time: the process may have no file descriptor left, and have some again soon. */
    private @Nullable SocketChannel next(ServerSocketChannel channel) throws IOException {
        try {
            return channel.accept();
        } catch (ClosedChannelException e) {
            throw e; // for good
        } catch (IOException e) {
            events.event(
                    EventSink.Level.DEBUG,
                    "A connection to the control socket could not be taken",
                    Map.of("socket", socket.path().toString(), "cause", reason(e)));
            pause();
            return null;
        }
    }

    private void pause() throws IOException {
        try {
            over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "control-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Removes the socket and ends all connections. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        over.countDown();
        ServerSocketChannel channel = listening;
        if (channel != null) {
            try {
                channel.close();
                place.remove(socket);
                SocketPlace.removeEmpty(made);
            } catch (IOException e) {
                events.event(
                        EventSink.Level.DEBUG,
                        "The control socket could not be removed",
                        Map.of("socket", socket.path().toString(), "cause", reason(e)));
            }
        }
        connections.forEach(ControlConnection::close);
        clock.shutdownNow();
    }
}
