package io.mcpgateway;

import io.mcpgateway.spi.EventSink;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Hands events to SLF4J: the message is constant, facts are key-value pairs. */
final class LoggedEvents implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.mcpgateway");

    @Override
    public void event(Level level, String message, Map<String, String> facts) {
        LoggingEventBuilder builder = switch (level) {
            case DEBUG -> LOG.atDebug();
            case INFO -> LOG.atInfo();
            case WARN -> LOG.atWarn();
            case ERROR -> LOG.atError();
        };
        LoggingEventBuilder event = builder;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            event = event.addKeyValue(fact.getKey(), fact.getValue());
        }
        event.log(message);
    }
}
