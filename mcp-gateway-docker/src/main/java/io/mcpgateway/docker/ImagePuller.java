package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.Secret;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes images present. */
final class ImagePuller {
    /** An engine says something at least this often while it pulls, or the pull is given up. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final int BUFFER = 16 << 10;
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Engine engine;
    private final ProviderContext context;
    private final RegistryCredentials credentials;

    ImagePuller(Engine engine, ProviderContext context) {
        this.engine = engine;
        this.context = context;
        this.credentials = new RegistryCredentials(context.environment());
    }

    Optional<ImageFacts> find(String reference) {
        ImageReference.parse(reference);
        return inspect(reference);
    }

    ImageFacts prepare(String reference, PullProgress progress) {
        ImageReference image = ImageReference.parse(reference);
        Optional<ImageFacts> present = inspect(reference);
        if (present.isPresent()) {
            return present.get();
        }
        pull(reference, image, progress);
        return inspect(reference)
                .orElseThrow(
                        () -> failed(reference, image, "the engine pulled it but does not know it afterwards", null));
    }

    Optional<ImageFacts> inspect(String reference) {
        try {
            InspectImageResponse found = engine.call(
                    "Cannot look for image '" + reference + "'",
                    docker -> docker.inspectImageCmd(reference).exec());
            return Optional.of(new ImageFacts(reference, found.getId(), labels(found), digests(found)));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (DockerException e) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    "Cannot look for image '%s': the engine says: %s".formatted(reference, EngineErrors.reason(e)),
                    e);
        }
    }

    private static List<String> digests(InspectImageResponse image) {
        List<String> digests = image.getRepoDigests();
        return digests == null ? List.of() : digests;
    }

    private static Map<String, String> labels(InspectImageResponse image) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (image.getConfig() != null && image.getConfig().getLabels() != null) {
            image.getConfig().getLabels().forEach((name, value) -> {
                if (name != null && value != null) {
                    labels.put(name, value);
                }
            });
        }
        return labels;
    }

    private void pull(String reference, ImageReference image, PullProgress progress) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Connection", "close");
        try {
            Optional<Secret> login = credentials.header(image);
            login.ifPresent(secret -> headers.put("X-Registry-Auth", secret.reveal()));
        } catch (ConfigException e) {
            throw failed(reference, image, e.getMessage(), e);
        }
        // Tag and digest both go into "tag"; without one the engine would pull every tag of the repository.
        String path = "/images/create?fromImage=" + Engine.encode(image.repository()) + "&tag="
                + Engine.encode(image.version());
        try (EngineExchange exchange =
                engine.open("Cannot pull image '" + reference + "'", "POST", path, headers, BUFFER)) {
            if (exchange.status() != 200) {
                throw failed(reference, image, exchange.reason(), null);
            }
            follow(reference, image, exchange, progress);
        } catch (IOException e) {
            throw engine.lost("Lost the container engine while it pulled image '" + reference + "'", e);
        }
    }

    private void follow(String reference, ImageReference image, EngineExchange exchange, PullProgress progress)
            throws IOException {
        LayerProgress layers = new LayerProgress(progress);
        Watchdog watchdog = new Watchdog(context, exchange.connection(), SILENCE);
        try (MappingIterator<JsonNode> lines = MAPPER.readerFor(JsonNode.class).readValues(exchange.body())) {
            while (lines.hasNextValue()) {
                watchdog.pat();
                JsonNode line = lines.nextValue();
                String error = line.path("errorDetail")
                        .path("message")
                        .asText(line.path("error").asText(""));
                if (!error.isEmpty()) {
                    throw failed(reference, image, EngineErrors.oneLine(error), null);
                }
                layers.accept(line);
            }
        } catch (IOException e) {
            if (watchdog.bitten()) {
                throw new GatewayException(
                        ErrorCode.TIMEOUT,
                        "Cannot pull image '%s' from %s: nothing came for %d minutes. Try again, or pull it by hand"
                                .formatted(reference, image.registry(), SILENCE.toMinutes()),
                        e);
            }
            throw e;
        } finally {
            watchdog.stop();
        }
    }

    private static GatewayException failed(
            String reference, ImageReference image, @Nullable String why, @Nullable Throwable cause) {
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                ("Cannot pull image '%s' from %s: %s. Check the reference and that the registry can be reached; a private"
                                + " registry needs `docker login %s`")
                        .formatted(reference, image.registry(), why, image.registry()),
                cause);
    }
}
