package io.mcpgateway.examples.docs;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.Handler;
import io.mcpgateway.spi.ToolInterceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

// region interceptor
/** Measures tool calls. */
final class CallTimer implements ToolInterceptor {
    private final Clock clock;
    private final BiConsumer<String, Duration> meter;

    CallTimer(Clock clock, BiConsumer<String, Duration> meter) {
        this.clock = clock;
        this.meter = meter;
    }

    @Override
    public CompletionStage<Outcome> interceptCall(Exchange call, Handler next) {
        Instant start = clock.instant();
        return next.handle(call)
                .whenComplete((outcome, failure) ->
                        meter.accept(call.server() + "/" + call.target(), Duration.between(start, clock.instant())));
    }
}
// endregion
