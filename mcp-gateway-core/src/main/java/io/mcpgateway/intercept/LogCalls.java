package io.mcpgateway.intercept;

import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Handler;
import io.mcpgateway.spi.ToolInterceptor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Tells of each tool call its name, server, how long it took and how it ended. Never of what was passed or returned.
 * Stateless.
 */
public final class LogCalls implements ToolInterceptor {
    private final EventSink events;

    /** Tells this sink. */
    public LogCalls(EventSink events) {
        this.events = events;
    }

    @Override
    public CompletionStage<Outcome> interceptCall(Exchange call, Handler next) {
        long start = System.nanoTime();
        events.event(EventSink.Level.INFO, "Calling tool", facts(call));
        return next.handle(call).whenComplete((outcome, failure) -> {
            Map<String, String> facts = facts(call);
            facts.put("took", Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            if (outcome instanceof Outcome.Failure error) {
                facts.put("error", Integer.toString(error.code()));
            } else if (failure != null) {
                facts.put("error", "failed");
            }
            events.event(EventSink.Level.INFO, "Called tool", facts);
        });
    }

    private static Map<String, String> facts(Exchange call) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("tool", call.target());
        facts.put("server", call.server());
        return facts;
    }
}
