package io.mcpgateway.examples.docs;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

// region transport
/** Serves one client whose requests are known beforehand, such as a nightly job; ends when all are answered. */
final class ScriptTransport implements Transport {
    private final List<JsonText> requests;
    private final Consumer<JsonText> output;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    ScriptTransport(List<JsonText> requests, Consumer<JsonText> output) {
        this.requests = List.copyOf(requests);
        this.output = output;
    }

    @Override
    public String describe() {
        return "script";
    }

    @Override
    public void start(ClientGate gate) {
        ClientGate.Conversation conversation =
                gate.open(new ClientGate.Peer("nightly-job", "script", "1"), new ClientGate.MessageStream() {
                    @Override
                    public void send(JsonText message) {
                        output.accept(message);
                    }

                    @Override
                    public void end(String reason) {
                        ended.complete(null);
                    }
                });
        ended.whenComplete((nothing, failure) -> conversation.close());
        AtomicInteger left = new AtomicInteger(requests.size());
        for (JsonText request : requests) {
            conversation.receive(request, new ClientGate.ReplyStream() {
                @Override
                public void send(JsonText message) {
                    output.accept(message); // progress, log messages, questions of this request
                }

                @Override
                public void end(JsonText response, ClientGate.ReplyStatus status) {
                    output.accept(response);
                    if (left.decrementAndGet() == 0) {
                        ended.complete(null);
                    }
                }
            });
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        ended.complete(null);
    }
}
// endregion
