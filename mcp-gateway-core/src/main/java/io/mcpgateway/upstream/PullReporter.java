package io.mcpgateway.upstream;

import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.util.Map;

/** Tells the operator how a pull proceeds, at most once for each tenth. Confined to the pulling thread. */
final class PullReporter implements ContainerRuntime.PullProgress {
    private final String image;
    private final EventSink events;
    private long lastTenth = -1;

    PullReporter(String image, EventSink events) {
        this.image = image;
        this.events = events;
    }

    @Override
    public void progress(String status, long current, long total) {
        long tenth = total <= 0 ? 0 : Math.min(10, 10 * current / total);
        if (tenth > lastTenth) {
            lastTenth = tenth;
            events.event(
                    EventSink.Level.INFO,
                    "Pulling image",
                    Map.of("image", image, "percent", Long.toString(10 * tenth), "status", status));
        }
    }
}
