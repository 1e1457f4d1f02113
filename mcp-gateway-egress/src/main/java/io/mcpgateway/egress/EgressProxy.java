package io.mcpgateway.egress;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only way out of one workload. Serves until it is closed, which ends every connection that goes through it.
 * Thread-safe.
 */
public final class EgressProxy implements Closeable {
    private static final int NAME_SERVER = 53;

    private final Selector selector;
    private final Conversations conversations;
    private final List<Closeable> owned = new ArrayList<>();
    private final @Nullable Path socket;

    private EgressProxy(RefusalLog refusals, @Nullable Path socket) throws IOException {
        this.selector = Selector.open();
        this.conversations = new Conversations(refusals);
        this.socket = socket;
        owned.add(selector);
        owned.add(conversations);
    }

    /**
     * Serves a workload that shares a network with this machine: listens, on one address and no other, for forward-proxy
     * requests on {@link EgressRules#proxyPort()}, for queries for names on port 53 of UDP and TCP, and on each port that
     * the rules name.
     *
     * @param inside this machine's address on the network that it shares with the workload
     * @throws IOException if one of the ports cannot be had
     */
    public static EgressProxy onNetwork(EgressRules rules, InetAddress inside, Refusal.Listener listener)
            throws IOException {
        return onNetwork(new Destinations(rules), inside, NAME_SERVER, listener);
    }

    /** With another port for queries, which only the superuser may have. */
    static EgressProxy onNetwork(Destinations destinations, InetAddress inside, int namePort, Refusal.Listener listener)
            throws IOException {
        RefusalLog refusals = new RefusalLog(requireNonNull(listener, "listener"));
        EgressProxy proxy = new EgressProxy(refusals, null);
        try {
            EgressRules rules = destinations.rules();
            NameServer names = new NameServer(rules, inside, refusals);
            proxy.listen(inside, rules.proxyPort(), new ForwardDoor(destinations, refusals));
            proxy.listen(inside, namePort, new NameServerDoor(names));
            for (int port : rules.ports()) {
                proxy.listen(inside, port, new DirectDoor(port, destinations, refusals));
            }
            proxy.answer(new InetSocketAddress(inside, namePort), names);
            proxy.serve();
            return proxy;
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /**
     * Serves a workload that has no network but is given a Unix socket: forward-proxy requests only, for there is no way to
     * send clients there that know no proxy.
     *
     * @param socket a path that does not exist yet, in a directory that nobody else may enter; deleted on close
     * @throws IOException if it cannot be made
     */
    public static EgressProxy onSocket(EgressRules rules, Path socket, Refusal.Listener listener) throws IOException {
        return onSocket(new Destinations(rules), socket, listener);
    }

    static EgressProxy onSocket(Destinations destinations, Path socket, Refusal.Listener listener) throws IOException {
        RefusalLog refusals = new RefusalLog(requireNonNull(listener, "listener"));
        EgressProxy proxy = new EgressProxy(refusals, socket);
        try {
            proxy.listen(
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                    UnixDomainSocketAddress.of(socket),
                    new ForwardDoor(destinations, refusals));
            proxy.serve();
            return proxy;
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    private void listen(InetAddress inside, int port, Door door) throws IOException {
        listen(ServerSocketChannel.open(), new InetSocketAddress(inside, port), door);
    }

    private void listen(ServerSocketChannel listener, SocketAddress address, Door door) throws IOException {
        owned.add(listener);
        bind(address, () -> listener.bind(address));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, door);
    }

    private void answer(SocketAddress address, NameServer names) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        owned.add(channel);
        bind(address, () -> channel.bind(address));
        Threads.startPlatform("mcp-egress-names", () -> answer(channel, names));
    }

    /** Something that is bound to an address. */
    private interface Binding {
        void bind() throws IOException;
    }

    private static void bind(SocketAddress address, Binding binding) throws IOException {
        try {
            binding.bind();
        } catch (BindException e) {
            throw new IOException("Cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private void serve() {
        conversations.watch();
        Threads.startPlatform("mcp-egress-listener", this::acceptAll);
    }

    private void acceptAll() {
        while (selector.isOpen()) {
            try {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    accept(key);
                }
                selector.selectedKeys().clear();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                // A client that has gone before it was accepted; those after it are served.
            }
        }
    }

    private void accept(SelectionKey key) throws IOException {
        if (key.isValid()
                && key.channel() instanceof ServerSocketChannel listener
                && key.attachment() instanceof Door door) {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                conversations.accept(channel, door);
            }
        }
    }

    private static void answer(DatagramChannel channel, NameServer names) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (channel.isOpen()) {
            try {
                SocketAddress client = channel.receive(buffer.clear());
                if (client != null) {
                    Optional<byte[]> answer = names.answer(buffer.array(), buffer.position());
                    if (answer.isPresent()) {
                        channel.send(ByteBuffer.wrap(answer.get()), client);
                    }
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // An answer that could not be sent; its client asks again.
            }
        }
    }

    /** How many connections go through it. */
    public int connections() {
        return conversations.count();
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Closeable part : owned) {
            try {
                part.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (socket != null) {
            Files.deleteIfExists(socket);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
