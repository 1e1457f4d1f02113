package io.mcpgateway.cli.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One question and its answer: a line of JSON, and then a line for each part of the answer, the last of which says that it
 * is the last. Empty lines only show that somebody is there. Whoever does not read, or does not finish the question, is cut
 * off after a while. Confined to its thread, but for {@link #close}.
 */
final class ControlConnection implements Runnable, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SocketChannel channel;
    private final ControlAnswers answers;
    private final ScheduledExecutorService clock;
    private final Consumer<ControlConnection> ended;

    ControlConnection(
            SocketChannel channel,
            ControlAnswers answers,
            ScheduledExecutorService clock,
            Consumer<ControlConnection> ended) {
        this.channel = channel;
        this.answers = answers;
        this.clock = clock;
        this.ended = ended;
    }

    /** Takes the parts of an answer. */
    interface Reply {
        /** Writes one part; blocks as long as the reader takes. */
        void write(ObjectNode part) throws IOException;

        /** Writes nothing but a sign of life. */
        void beat() throws IOException;
    }

    @Override
    public void run() {
        try {
            answers.answer(ControlRequest.parse(question()), reply());
            write(Json.mapper().createObjectNode().put("end", true));
        } catch (GatewayException e) {
            refuse(e);
        } catch (IOException e) {
            // Whoever asked is gone, or was cut off; there is nobody to tell.
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the top of this thread
            refuse(new GatewayException(ErrorCode.INTERNAL, "The gateway is at fault: " + e, e));
        } finally {
            close();
        }
    }

    /** Says why there is no answer, and ends the connection. */
    void refuse(String why) {
        refuse(new GatewayException(ErrorCode.LIMIT, why));
        close();
    }

    private void refuse(GatewayException why) {
        ObjectNode part = Json.mapper().createObjectNode();
        part.putObject("error")
                .put("message", String.valueOf(why.getMessage()))
                .put("code", why.code().name());
        try {
            write(part);
        } catch (IOException e) {
            close(); // then nobody hears it
        }
    }

    private byte[] question() throws IOException {
        ScheduledFuture<?> cut = cutOffLater();
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(ControlRequest.LONGEST);
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    if (b == '\n') {
                        return line.toByteArray();
                    }
                    line.write(b);
                    if (line.size() > ControlRequest.LONGEST) {
                        throw new GatewayException(
                                ErrorCode.INVALID_REQUEST,
                                "Request refused: it is longer than " + ControlRequest.LONGEST + " bytes");
                    }
                }
            }
            throw new IOException("the question has no end");
        } finally {
            cut.cancel(false);
        }
    }

    private Reply reply() {
        return new Reply() {
            @Override
            public void write(ObjectNode part) throws IOException {
                ControlConnection.this.write(part);
            }

            @Override
            public void beat() throws IOException {
                ControlConnection.this.write(new byte[] {'\n'});
            }
        };
    }

    private void write(ObjectNode part) throws IOException {
        try {
            write((Json.mapper().writeValueAsString(part) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    private void write(byte[] line) throws IOException {
        ScheduledFuture<?> cut = cutOffLater();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            cut.cancel(false);
        }
    }

    private ScheduledFuture<?> cutOffLater() throws IOException {
        try {
            return clock.schedule(this::close, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IOException("the gateway is closing", e);
        }
    }

    /** Ends it, whatever its thread waits for. Idempotent. */
    @Override
    public void close() {
        ended.accept(this);
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket of this machine could not be closed", e);
        }
    }
}
