package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.MalformedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Owns all conversations of one proxy: bounds how many there are at once, and ends those whose time is up. Thread-safe. */
final class Conversations implements Closeable {
    static final int MOST = 128;

    private static final long ROUND_MILLIS = 1000;

    private final RefusalLog refusals;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    Conversations(RefusalLog refusals) {
        this.refusals = refusals;
    }

    /** Begins to look for those whose time is up; called once. */
    void watch() {
        Threads.startPlatform("mcp-egress-clock", () -> {
            try {
                while (!closed.await(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                    long now = System.nanoTime();
                    for (Conversation conversation : open) {
                        if (conversation.isOverdue(now)) {
                            conversation.expire();
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody of ours does that; the thread ends
            }
        });
    }

    /** Serves a new connection on a thread of its own. Called by one thread. */
    void accept(SocketChannel channel, Door door) throws IOException {
        if (open.size() >= MOST || isClosed()) {
            channel.close();
            refusals.refused("?", 0, "it has more than " + MOST + " connections at once");
            return;
        }
        Conversation conversation = new Conversation(channel);
        open.add(conversation);
        if (isClosed()) {
            conversation.close(); // close() may have looked before it was there
        }
        Threads.start("mcp-egress", () -> serve(conversation, door));
    }

    private void serve(Conversation conversation, Door door) {
        try {
            door.serve(conversation);
        } catch (IOException | MalformedException e) {
            // One of the two has gone, its time was up, or it makes no sense: all of them end the conversation.
        } finally {
            conversation.close();
            open.remove(conversation);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    @Override
    public void close() {
        closed.countDown();
        open.forEach(Conversation::close);
    }
}
