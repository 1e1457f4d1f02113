package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.Interceptor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Interceptor} must do with an exchange that it has no reason to answer itself. An interceptor that
 * refuses or answers has tests of its own for that.
 */
public interface InterceptorContract {
    /** A new interceptor that lets the exchanges of this contract pass. */
    Interceptor newInterceptor();

    /** One exchange of each kind. */
    static List<Exchange> exchanges() {
        ClientIdentity client = new ClientIdentity("local", "test", "1", "session");
        return List.of(
                exchange(
                        Exchange.Kind.CALL,
                        "tools/call",
                        client,
                        "tool",
                        "{\"name\":\"tool\",\"arguments\":{\"a\":1.50}}"),
                exchange(Exchange.Kind.PROMPT, "prompts/get", client, "prompt", "{\"name\":\"prompt\"}"),
                exchange(Exchange.Kind.READ, "resources/read", client, "x:a", "{\"uri\":\"x:a\"}"),
                exchange(Exchange.Kind.LIST, "tools/list", client, "", "{}"),
                exchange(Exchange.Kind.COMPLETE, "completion/complete", client, "prompt", "{\"ref\":{}}"));
    }

    private static Exchange exchange(
            Exchange.Kind kind, String method, ClientIdentity client, String target, String params) {
        return Exchange.of(
                kind,
                method,
                client,
                CapabilityProfile.EMPTY,
                target,
                target.isEmpty() ? "" : "server",
                JsonText.of(params));
    }

    /** The rest of the road is taken once, and its answer comes back whole. */
    @Test
    default void handsOnOnceAndReturnsTheAnswer() throws Exception {
        try (Interceptor interceptor = newInterceptor()) {
            for (Exchange exchange : exchanges()) {
                AtomicInteger calls = new AtomicInteger();
                Outcome answer = Outcome.result(JsonText.of("{\"x\":1e400}"));
                Outcome outcome = interceptor
                        .intercept(exchange, passed -> {
                            calls.incrementAndGet();
                            assertThat(passed.kind()).isEqualTo(exchange.kind());
                            assertThat(passed.target()).isEqualTo(exchange.target());
                            return CompletableFuture.completedFuture(answer);
                        })
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                assertThat(calls).as(exchange.toString()).hasValue(1);
                assertThat(outcome).as(exchange.toString()).isEqualTo(answer);
            }
        }
    }

    /** A protocol error is an answer like any other. */
    @Test
    default void letsErrorsPass() throws Exception {
        try (Interceptor interceptor = newInterceptor()) {
            Outcome error = Outcome.failure(-32602, "Unknown tool: x");
            for (Exchange exchange : exchanges()) {
                Outcome outcome = interceptor
                        .intercept(exchange, passed -> CompletableFuture.completedFuture(error))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                assertThat(outcome).as(exchange.toString()).isEqualTo(error);
            }
        }
    }

    /** The caller's thread is not held while a server works. */
    @Test
    default void doesNotWaitForTheAnswer() throws Exception {
        try (Interceptor interceptor = newInterceptor()) {
            for (Exchange exchange : exchanges()) {
                CompletableFuture<Outcome> later = new CompletableFuture<>();
                CompletableFuture<Outcome> outcome =
                        interceptor.intercept(exchange, passed -> later).toCompletableFuture();
                assertThat(outcome).as(exchange.toString()).isNotDone();
                Outcome answer = Outcome.result(JsonText.of("{}"));
                later.complete(answer);
                assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo(answer);
            }
        }
    }
}
