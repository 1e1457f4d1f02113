package io.mcpgateway.upstream;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.EventSink;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes images present before containers are made of them; each is looked for once. Thread-safe. */
final class PreparedImages {
    private final EventSink events;
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    /** No image is known to be present. */
    PreparedImages(EventSink events) {
        this.events = events;
    }

    /**
     * Makes an image present, pulling it if it is missing; blocks while the runtime does.
     *
     * @param progress hears of a pull, too
     * @throws GatewayException if it cannot be had
     */
    void prepare(ContainerRuntime runtime, String image, ContainerRuntime.PullProgress progress) {
        if (isPrepared(image)) {
            return;
        }
        PullReporter reporter = new PullReporter(image, events);
        runtime.prepare(image, (status, current, total) -> {
            reporter.progress(status, current, total);
            progress.progress(status, current, total);
        });
        prepared.add(image);
    }

    /** Whether the image was there when it was looked for. */
    boolean isPrepared(String image) {
        return prepared.contains(image);
    }

    /** A start has failed: the image may have been removed since. */
    void lookAgain(String image) {
        prepared.remove(image);
    }
}
