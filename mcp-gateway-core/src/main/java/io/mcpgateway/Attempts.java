package io.mcpgateway;

import io.mcpgateway.spi.EventSink;
import java.util.Map;

/** The top of what has to go on whatever a third party's part throws: the clock's ticks, the steps of the end. */
record Attempts(EventSink events) {
    /** Does a step, and tells if it fails. */
    void run(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            events.event(EventSink.Level.ERROR, "Failed: " + what, Map.of("cause", String.valueOf(e)));
        }
    }
}
