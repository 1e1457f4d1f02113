package io.mcpgateway;

import io.mcpgateway.spi.EventSink;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the faults of an embedder's sink from the threads that tell it: they read servers and clients, and keep time.
 * Thread-safe if the sink is.
 */
final class GuardedEvents implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedEvents.class);

    private final EventSink sink;

    GuardedEvents(EventSink sink) {
        this.sink = sink;
    }

    @Override
    public void event(Level level, String message, Map<String, String> facts) {
        try {
            sink.event(level, message, facts);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("event", message).log("The event sink failed");
        }
    }
}
