package io.mcpgateway.spi;

import java.util.Map;

/** Takes events that the gateway's operator should know of. Thread-safe; does not block; never throws. */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes one event.
     *
     * @param level how urgent it is
     * @param message a constant text
     * @param facts what it is about; never payloads, never secrets
     */
    void event(Level level, String message, Map<String, String> facts);

    /** How urgent an event is. */
    enum Level {
        /** Of interest to a developer. */
        DEBUG,
        /** Life cycle. */
        INFO,
        /** Degraded. */
        WARN,
        /** Someone must act. */
        ERROR
    }
}
