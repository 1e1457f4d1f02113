package io.mcpgateway.upstream;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.JavaServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A legacy server in memory; each conversation stands for a workload. */
final class FakeServer implements JavaServer {
    static final String HELLO = "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"resources\":{}}}";

    final AtomicInteger opened = new AtomicInteger();
    final Set<Receiver> open = ConcurrentHashMap.newKeySet();
    final List<String> methods = new CopyOnWriteArrayList<>();
    /** The result of a request; null for no answer; an object with {@code code} is an error. */
    volatile Function<Envelope, String> answers = request -> request.method().equals("initialize") ? HELLO : "{}";

    /** Takes what answers an {@code initialize} that {@link #answers} left open. */
    volatile Consumer<Runnable> later = answer -> {};

    @Override
    public Channel open(Receiver toGateway) {
        opened.incrementAndGet();
        open.add(toGateway);
        return new Channel() {
            @Override
            public void send(JsonText message) {
                take(message, toGateway);
            }

            @Override
            public void close() {
                open.remove(toGateway);
            }
        };
    }

    private void take(JsonText message, Receiver to) {
        Envelope envelope;
        try {
            envelope = Envelope.scan(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError(message.toString(), e);
        }
        methods.add(envelope.method());
        if (envelope.kind() != Envelope.Kind.REQUEST) {
            return;
        }
        String answer = answers.apply(envelope);
        if (answer != null) {
            String member = answer.startsWith("{\"code\"") ? "error" : "result";
            to.receive(JsonText.of(
                    "{\"jsonrpc\":\"2.0\",\"id\":" + envelope.id() + ",\"" + member + "\":" + answer + "}"));
        } else if (envelope.method().equals("initialize")) {
            later.accept(() -> to.receive(
                    JsonText.of("{\"jsonrpc\":\"2.0\",\"id\":" + envelope.id() + ",\"result\":" + HELLO + "}")));
        }
    }
}
