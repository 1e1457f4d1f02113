package io.mcpgateway.files;

import io.mcpgateway.spi.EventSink;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Sends events to the log, for parts that are made without a sink. */
public final class LoggedEvents implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.mcpgateway.events");

    @Override
    public void event(Level level, String message, Map<String, String> facts) {
        LoggingEventBuilder line = switch (level) {
            case DEBUG -> LOG.atDebug();
            case INFO -> LOG.atInfo();
            case WARN -> LOG.atWarn();
            case ERROR -> LOG.atError();
        };
        facts.forEach(line::addKeyValue);
        line.log(message);
    }
}
