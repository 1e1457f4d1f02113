package io.mcpgateway.cli.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks one gateway one question. What it answers is bounded and checked as if it were a stranger's. Used by one thread; a
 * gateway that keeps silent is given up after a while, so that one that hangs does not make its neighbours' users wait.
 */
final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_LINE = 4 << 20;
    private static final int MOST_ITEMS = 100_000;

    private final SocketPlace place;
    private final SocketPlace.Found socket;

    ControlClient(SocketPlace place, SocketPlace.Found socket) {
        this.place = place;
        this.socket = socket;
    }

    /** Takes the items of an answer. */
    @FunctionalInterface
    interface Items {
        /** Takes one; false if no more are wanted. */
        boolean take(JsonNode item);
    }

    /**
     * Asks, and hands on each item as it comes.
     *
     * @return who answered
     * @throws IOException if nobody does; a {@link java.net.ConnectException} if nobody listens there
     * @throws GatewayException what the gateway says is wrong
     */
    GatewayCard ask(ControlRequest request, Items items) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Silence silence =
                    new Silence(channel); // before the connection: a queue that is full would let that wait, too
            try {
                place.connect(channel, socket);
                channel.write(ByteBuffer.wrap((request.toJson() + "\n").getBytes(StandardCharsets.UTF_8)));
                long most = request.follow() ? Long.MAX_VALUE : MOST_ITEMS;
                return read(new BufferedInputStream(Channels.newInputStream(channel)), items, silence, most);
            } catch (IOException e) {
                throw silence.fallen() ? silent() : e;
            } finally {
                silence.over();
            }
        }
    }

    private IOException silent() {
        return new IOException("it has not answered for " + PATIENCE.toSeconds() + " s");
    }

    private GatewayCard read(InputStream in, Items items, Silence silence, long most) throws IOException {
        GatewayCard card = null;
        for (long count = 0; count < most; count++) {
            JsonNode part = part(in, silence);
            if (part.has("error")) {
                throw refusal(part.path("error"));
            }
            if (card == null) {
                card = card(part);
            } else if (part.path("end").asBoolean()
                    || (part.path("item").isObject() && !items.take(part.path("item")))) {
                return card;
            }
        }
        throw new IOException("its answer has no end");
    }

    private GatewayCard card(JsonNode part) throws IOException {
        if (!part.path("gateway").isObject()) {
            throw new IOException("it does not speak this protocol");
        }
        return GatewayCard.of(socket.id(), part.path("gateway"));
    }

    private static GatewayException refusal(JsonNode error) {
        String code = error.path("code").asText();
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(each -> each.name().equals(code))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
        return new GatewayException(known, error.path("message").asText("it refuses"));
    }

    private static JsonNode part(InputStream in, Silence silence) throws IOException {
        while (true) {
            byte[] line = line(in);
            silence.broken();
            if (line.length == 0) {
                continue; // a sign of life
            }
            try {
                JsonNode part = Json.mapper().readTree(line);
                if (part == null || !part.isObject()) {
                    throw new IOException("it does not speak this protocol");
                }
                return part;
            } catch (JsonProcessingException | NumberFormatException e) { // the latter over a huge exponent
                throw new IOException("it does not speak this protocol", e);
            }
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new java.io.EOFException("it has ended");
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("it sends a line without an end");
            }
        }
        return line.toByteArray();
    }

    /** Closes a channel over which nothing has come for a while. */
    private static final class Silence {
        private final SocketChannel channel;
        private volatile boolean fell;
        private CompletableFuture<Void> alarm;

        Silence(SocketChannel channel) {
            this.channel = channel;
            this.alarm = arm();
        }

        private CompletableFuture<Void> arm() {
            CompletableFuture<Void> next = new CompletableFuture<>();
            next.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(this::fall);
            return next;
        }

        private void fall() {
            fell = true;
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("A socket of this machine could not be closed", e);
            }
        }

        void broken() {
            over();
            alarm = arm();
        }

        void over() {
            alarm.cancel(false);
        }

        boolean fallen() {
            return fell;
        }
    }
}
