package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.egress.wire.Hellos;
import io.mcpgateway.egress.wire.Queries;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy over real sockets: the server on 127.0.0.3, the proxy on 127.0.0.2, so that they can have the same ports. */
final class EgressProxyTest {
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private InetAddress inside;
    private InetAddress outside;
    private EchoServer server;
    private int port;
    private int namePort;

    @BeforeEach
    void start() throws IOException {
        inside = InetAddress.getByName("127.0.0.2");
        outside = InetAddress.getByName("127.0.0.3");
        server = new EchoServer(outside);
        owned.add(server);
        port = server.port();
        namePort = freePort();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : owned) {
            closeable.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            return socket.getLocalPort();
        }
    }

    private Destinations destinations(String... rules) {
        return new Destinations(
                EgressRules.of(List.of(rules)),
                name -> {
                    if (name.startsWith("missing")) {
                        throw new UnknownHostException(name);
                    }
                    return name.startsWith("rebound")
                            ? new InetAddress[] {outside, InetAddress.getByName("10.0.0.1")}
                            : new InetAddress[] {outside};
                },
                (address, named) -> named || address.equals(outside) ? Optional.empty() : Optional.of("is private"));
    }

    /** A proxy whose forward port is returned. */
    private int proxy(String... rules) throws IOException {
        Destinations destinations = destinations(rules);
        owned.add(EgressProxy.onNetwork(destinations, inside, namePort, refusals::add));
        return destinations.rules().proxyPort();
    }

    private Socket connect(int to) throws IOException {
        Socket socket = new Socket();
        owned.add(socket);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(inside, to));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aTunnelGoesBothWaysAndEndsOneWayAtATime() throws Exception {
        Socket client = connect(proxy("a.example:" + port));

        send(client, "CONNECT a.example:" + port + " HTTP/1.1\r\n\r\nfirst ");
        assertThat(read(client, Replies.CONNECTED.length)).startsWith("HTTP/1.1 200 ");
        assertThat(read(client, 6)).isEqualTo("first ");
        send(client, "second");
        client.shutdownOutput();

        assertThat(readAll(client)).isEqualTo("second(end)");
        assertThat(refusals).isEmpty();
    }

    @Test
    void aRequestWithAWholeUriReachesTheServerAsAPlainOne() throws Exception {
        Socket client = connect(proxy("a.example:" + port));

        send(client, "GET http://a.example:" + port + "/x HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        client.shutdownOutput();

        assertThat(readAll(client))
                .isEqualTo("GET /x HTTP/1.1\r\nHost: a.example:" + port + "\r\nConnection: close\r\n\r\n(end)");
    }

    @Test
    void whatIsNotNamedIsRefusedAndTold() throws Exception {
        int forward = proxy("a.example:" + port);

        for (String target : List.of("b.example:" + port, "a.example:1", "10.0.0.1:" + port, "127.0.0.1:" + port)) {
            Socket client = connect(forward);
            send(client, "CONNECT " + target + " HTTP/1.1\r\n\r\n");
            assertThat(readAll(client)).startsWith("HTTP/1.1 403 ").contains(target + " is refused");
        }
        assertThat(refusals)
                .extracting(Refusal::host)
                .containsExactly("b.example", "a.example", "10.0.0.1", "127.0.0.1");
        assertThat(refusals).extracting(Refusal::why).allMatch(why -> why.contains("allowHosts"));
        assertThat(server.connections()).isZero();
    }

    @Test
    void aNameThatAlsoHasAPrivateAddressIsRefused() throws Exception {
        Socket client = connect(proxy("rebound.example:" + port));

        send(client, "CONNECT rebound.example:" + port + " HTTP/1.1\r\n\r\n");

        assertThat(readAll(client)).startsWith("HTTP/1.1 403 ").contains("10.0.0.1 is private");
        assertThat(server.connections()).isZero();
    }

    @Test
    void aServerThatIsNotThereIsNoRefusal() throws Exception {
        Socket client = connect(proxy("missing.example:80"));

        send(client, "CONNECT missing.example:80 HTTP/1.1\r\n\r\n");

        assertThat(readAll(client)).startsWith("HTTP/1.1 502 ");
        assertThat(refusals).isEmpty();
    }

    @Test
    void tlsGoesWhereItsServerNameSays() throws Exception {
        proxy("a.example:" + port, "*.b.example:" + port);
        byte[] hello = Hellos.of("www.b.example");
        Socket client = connect(port);

        client.getOutputStream().write(hello);

        assertThat(client.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    }

    @Test
    void tlsToAnotherServerOrToNoneIsRefusedWithAnAlert() throws Exception {
        proxy("a.example:" + port, "*.b.example:" + port);

        for (String name : Arrays.asList("b.example", "evil.example", null)) {
            Socket client = connect(port);
            client.getOutputStream().write(Hellos.of(name));
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(Replies.UNKNOWN_SERVER);
        }
        assertThat(refusals).extracting(Refusal::host).containsExactly("b.example", "evil.example", "?");
        assertThat(server.connections()).isZero();
    }

    @Test
    void aPlainRequestGoesWhereItsHostSays() throws Exception {
        proxy("a.example:" + port, "b.example:" + port);
        Socket client = connect(port);

        send(client, "GET / HTTP/1.1\r\nHost: b.example:" + port + "\r\n\r\n");
        client.shutdownOutput();

        assertThat(readAll(client))
                .startsWith("GET / HTTP/1.1\r\nHost: b.example:" + port + "\r\nConnection: close\r\n");
    }

    @Test
    void aPlainRequestForAnotherHostOrPortIsRefused() throws Exception {
        proxy("a.example:" + port, "b.example:" + port);

        Socket host = connect(port);
        send(host, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        assertThat(readAll(host)).startsWith("HTTP/1.1 403 ");
        Socket other = connect(port);
        send(other, "GET / HTTP/1.1\r\nHost: a.example:1\r\n\r\n");
        assertThat(readAll(other)).startsWith("HTTP/1.1 400 ");
        Socket nonsense = connect(port);
        send(nonsense, "\0\1\2");
        assertThat(readAll(nonsense)).startsWith("HTTP/1.1 400 ");
        assertThat(refusals).hasSize(3);
        assertThat(server.connections()).isZero();
    }

    @Test
    void aPinnedPortGoesToItsHostThoughTheClientSaysNothing() throws Exception {
        server.greet("hello from the server");
        proxy("a.example:" + port + "/tcp");

        assertThat(read(connect(port), 21)).isEqualTo("hello from the server");
    }

    @Test
    void namesOfAllowedHostsHaveTheProxysAddressAndOthersDoNotExist() throws Exception {
        proxy("a.example:" + port, "*.b.example:" + port);

        assertThat(ask("a.example", 1)).endsWith(127, 0, 0, 2);
        assertThat(ask("x.b.example", 1)).endsWith(127, 0, 0, 2);
        assertThat(ask("a.example", 28)).hasSize(Queries.of("a.example", 28).length);
        for (String name : List.of("b.example", "c2VjcmV0.tunnel.example", "example", "2.0.0.127.in-addr.arpa")) {
            assertThat(ask(name, 1)[3] & 0xf).as(name).isEqualTo(3);
        }
        assertThat(refusals).extracting(Refusal::host).contains("c2VjcmV0.tunnel.example");
    }

    private byte[] ask(String name, int type) throws IOException {
        byte[] query = Queries.of(name, type);
        byte[] byDatagram;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(query, query.length, inside, namePort));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            byDatagram = Arrays.copyOf(answer.getData(), answer.getLength());
        }
        Socket socket = connect(namePort);
        socket.getOutputStream().write(new byte[] {0, (byte) query.length});
        socket.getOutputStream().write(query);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertThat(in.readNBytes(in.readUnsignedShort())).isEqualTo(byDatagram);
        return byDatagram;
    }

    @Test
    void overASocketOnlyForwardRequestsAreServed(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("proxy.sock");
        EgressProxy proxy = EgressProxy.onSocket(destinations("a.example:" + port), path, refusals::add);
        owned.add(proxy);

        assertThat(overSocket(path, "CONNECT a.example:" + port + " HTTP/1.1\r\n\r\nhello"))
                .isEqualTo(new String(Replies.CONNECTED, StandardCharsets.ISO_8859_1) + "hello(end)");
        assertThat(overSocket(path, "CONNECT b.example:" + port + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(overSocket(path, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        proxy.close();
        assertThat(path).doesNotExist();
    }

    private static String overSocket(Path path, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            channel.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) >= 0) {
                // to its end
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void connectionsAreBoundedAndEndWithTheProxy() throws Exception {
        int forward = proxy("a.example:" + port);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < Conversations.MOST; i++) {
            Socket client = connect(forward);
            send(client, "CONNECT a.example:" + port + " HTTP/1.1\r\n\r\n");
            assertThat(read(client, Replies.CONNECTED.length)).contains("200");
            clients.add(client);
        }

        Socket tooMany = connect(forward);

        assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
        await().untilAsserted(() -> assertThat(refusals).hasSize(1));
        for (AutoCloseable part : owned) {
            if (part instanceof EgressProxy proxy) {
                proxy.close();
                await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
            }
        }
        assertThat(ended(clients.get(0))).isTrue();
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** Greets, sends back what comes, and says at the end that it is one. */
    private static final class EchoServer implements AutoCloseable {
        private final ServerSocket listener;
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private volatile String greeting = "";

        EchoServer(InetAddress address) throws IOException {
            this.listener = new ServerSocket(0, 200, address);
            Threads.startPlatform("echo", this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        int connections() {
            return sockets.size();
        }

        void greet(String text) {
            greeting = text;
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    Threads.startPlatform("echo-one", () -> echo(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void echo(Socket socket) {
            try (socket) {
                send(socket, greeting);
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[1024];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    socket.getOutputStream().write(buffer, 0, count);
                }
                send(socket, "(end)");
            } catch (IOException e) {
                // the other end has gone
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
