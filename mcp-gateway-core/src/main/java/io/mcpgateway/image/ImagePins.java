package io.mcpgateway.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Which digest each tag stood for when its image was pulled, in a file that all gateways of one home share: what is pulled by
 * digest has no tag at the engine, and would have to be looked up anew for each start. Nothing is trusted because of it: the
 * digest is verified, wherever it is from. A damaged file is as good as none. Thread-safe, also against other processes.
 */
final class ImagePins {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MOST = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final EventSink events;

    ImagePins(Path home, EventSink events) {
        this.file = home.resolve("cache").resolve("image-pins.json").toAbsolutePath();
        this.events = events;
    }

    /** What a tag stood for; empty if that is not known. */
    Optional<String> find(String image) {
        return Optional.of(read().path(image).asText("")).filter(digest -> digest.matches("sha256:[0-9a-f]{64}"));
    }

    /** It stands for this now. */
    void keep(String image, String digest) {
        if (find(image).filter(digest::equals).isPresent()) {
            return;
        }
        try {
            SafeFiles.<Boolean>locked(file, () -> {
                ObjectNode pins = read();
                pins.put(image, digest);
                for (Iterator<String> oldest = pins.fieldNames(); pins.size() > MOST && oldest.hasNext(); ) {
                    oldest.next();
                    oldest.remove();
                }
                SafeFiles.replace(file, bytes(pins));
                return true;
            });
        } catch (GatewayException e) {
            events.event(
                    EventSink.Level.WARN,
                    "It cannot be kept what a tag stands for; the next start asks its registry",
                    Map.of("image", image, "cause", String.valueOf(e.getMessage())));
        }
    }

    private ObjectNode read() {
        try {
            Optional<byte[]> bytes = SafeFiles.read(file, MAX_BYTES);
            JsonNode pins = bytes.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes.get());
            return pins instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        } catch (IOException | GatewayException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static byte[] bytes(ObjectNode pins) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(pins);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
