package io.mcpgateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConversationTest {
    private final List<AutoCloseable> owned = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : owned) {
            closeable.close();
        }
    }

    /** An address that does not answer: nobody accepts there, and its queue is full. */
    private InetSocketAddress silent() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.3"));
        owned.add(full);
        InetSocketAddress address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
        for (int i = 0; i < 8; i++) {
            SocketChannel waiting = SocketChannel.open();
            owned.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(address);
        }
        return address;
    }

    private Conversation conversation() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.2", 0));
        owned.add(listener);
        owned.add(SocketChannel.open(listener.getLocalAddress()));
        Conversation conversation = new Conversation(listener.accept());
        owned.add(conversation);
        return conversation;
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTheNextItsTurn() throws Exception {
        InetSocketAddress silent = silent();
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.3", 0));
        owned.add(server);
        Conversation conversation = conversation();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        Threads.start("connects", () -> {
            try {
                conversation.connect(List.of(silent, (InetSocketAddress) server.getLocalAddress()));
                connected.complete(null);
            } catch (IOException e) {
                connected.completeExceptionally(e);
            }
        });
        await().until(conversation::isDialling);
        assertThat(connected).isNotDone();

        conversation.expire();

        connected.get(10, TimeUnit.SECONDS);
        owned.add(server.accept());
        conversation.send(new byte[] {1});
        conversation.answer(new byte[] {1});
    }
}
