package io.mcpgateway.transport;

import io.mcpgateway.json.LineFramer;
import io.mcpgateway.json.Messages;
import io.mcpgateway.json.Oversized;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.pipe.PipeWriter;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ClientGate.Conversation;
import io.mcpgateway.spi.ClientGate.MessageStream;
import io.mcpgateway.spi.ClientGate.Peer;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.threads.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client on a pair of streams: a line is a message (MCP specification, basic/transports, stdio). At end of input,
 * requests in flight get a moment to be answered; then the transport ends.
 *
 * <p>Thread-safe. One thread reads; answers are written by whoever has them, through a {@link PipeWriter} that never
 * blocks them.
 */
public final class StdioTransport implements Transport {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
    private static final Duration LAST_BYTES = Duration.ofSeconds(2);
    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final int maxMessageBytes;
    private final ExecutorService executor = Threads.blocking("mcp-stdio-writer");
    private final PipeWriter out;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile @Nullable Conversation conversation;

    /**
     * A transport on two streams, which it owns.
     *
     * @param maxMessageBytes the largest message that is accepted
     */
    public StdioTransport(InputStream in, OutputStream out, int maxMessageBytes) {
        this.in = in;
        this.maxMessageBytes = maxMessageBytes;
        this.out = new PipeWriter(out, executor, 4L * maxMessageBytes, broken -> end());
    }

    @Override
    public String describe() {
        return "stdio";
    }

    @Override
    public void start(ClientGate gate) {
        Conversation opened = gate.open(new Peer("local", "stdio", "stdio-" + UUID.randomUUID()), new MessageStream() {
            @Override
            public void send(JsonText message) {
                out.write(message, 0);
            }

            @Override
            public void end(String reason) {
                StdioTransport.this.end();
            }

            @Override
            public boolean endsWithItsClient() {
                return true;
            }
        });
        conversation = opened;
        Threads.daemons("mcp-stdio-reader").newThread(() -> read(opened)).start();
    }

    private void read(Conversation with) {
        LineFramer framer = new LineFramer(
                maxMessageBytes,
                line -> {
                    unanswered.incrementAndGet();
                    if (with.receive(line, new Replies()).kind() == ClientGate.Receipt.Kind.ONE_WAY) {
                        unanswered.decrementAndGet();
                    }
                },
                this::oversized);
        byte[] chunk = new byte[CHUNK];
        try {
            int count;
            while ((count = in.read(chunk)) >= 0) {
                framer.feed(chunk, 0, count);
            }
            framer.end();
            with.inputEnded();
            awaitLastAnswers();
        } catch (IOException e) {
            // The client is gone, which is how stdio ends; there is nobody left to tell.
            unanswered.set(0);
        } finally {
            end();
        }
    }

    private void awaitLastAnswers() {
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        synchronized (unanswered) {
            try {
                long left;
                while (unanswered.get() > 0 && !ended.isDone() && (left = end - System.nanoTime()) > 0) {
                    unanswered.wait(Math.max(1, left / 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void oversized(Oversized message) {
        String text = "Message of " + message.bytes() + " bytes; the limit is " + maxMessageBytes;
        if (message.request() || message.id() == null) {
            out.write(
                    Messages.error(
                            message.id(),
                            ((Outcome.Failure) Outcome.failure(ErrorCode.LIMIT.jsonRpcCode(), text)).error(),
                            JsonText.of("")),
                    0);
        }
    }

    private void end() {
        if (ended.isDone()) {
            return;
        }
        Conversation current = conversation;
        if (current != null) {
            current.close();
        }
        out.awaitWritten(LAST_BYTES);
        ended.complete(null);
        synchronized (unanswered) {
            unanswered.notifyAll();
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        end();
        executor.shutdown();
    }

    /** Takes the answer of one request. */
    private final class Replies implements ReplyStream {
        @Override
        public void send(JsonText message) {
            out.write(message, 0);
        }

        @Override
        public void end(JsonText response, ReplyStatus status) {
            out.write(response, 0);
            done();
        }

        @Override
        public void cancelled() {
            done();
        }

        private void done() {
            if (unanswered.decrementAndGet() <= 0) {
                synchronized (unanswered) {
                    unanswered.notifyAll();
                }
            }
        }
    }
}
