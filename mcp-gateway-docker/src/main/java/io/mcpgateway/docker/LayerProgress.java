package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what an engine tells of each layer of an image. Confined to the thread that pulls. */
final class LayerProgress {
    /** A manifest is foreign; no real image has more layers. */
    private static final int MOST_LAYERS = 1000;

    private final PullProgress listener;
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    LayerProgress(PullProgress listener) {
        this.listener = listener;
    }

    void accept(JsonNode line) {
        String status = EngineErrors.oneLine(line.path("status").asText(""));
        String id = line.path("id").asText("");
        long current = line.path("progressDetail").path("current").asLong(0);
        long total = line.path("progressDetail").path("total").asLong(0);
        if (status.equals("Downloading") && (layers.containsKey(id) || layers.size() < MOST_LAYERS)) {
            layers.put(id, new Layer(current, Math.max(current, total)));
        } else if (status.equals("Download complete") || status.equals("Pull complete")) {
            layers.computeIfPresent(id, (key, layer) -> new Layer(layer.total(), layer.total()));
        }
        listener.progress(
                status,
                layers.values().stream().mapToLong(Layer::current).sum(),
                layers.values().stream().mapToLong(Layer::total).sum());
    }

    private record Layer(long current, long total) {}
}
