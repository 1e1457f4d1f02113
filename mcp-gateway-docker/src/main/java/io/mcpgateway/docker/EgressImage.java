package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import io.mcpgateway.docker.egress.ProxyImage;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image of the egress proxy: the one that the setting {@code egress-image} or the variable {@code
 * MCP_GATEWAY_EGRESS_IMAGE} names, or else one that is made here of the running JDK when it is first needed. Its tag is a
 * digest of what it is made from, so that another release or another JDK makes another one. Thread-safe; one image is made
 * at a time.
 */
final class EgressImage {
    private static final String REPOSITORY = "mcp-gateway/egress";
    private static final String LABEL = "io.mcpgateway.egress";
    private static final String VARIABLE = "MCP_GATEWAY_EGRESS_IMAGE";
    private static final int BUFFER = 16 << 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Engine engine;
    private final ImagePuller images;
    private final ProviderContext context;
    private final Object making = new Object();
    private volatile @Nullable String tag; // what it is made from does not change while this runs

    EgressImage(Engine engine, ImagePuller images, ProviderContext context) {
        this.engine = engine;
        this.images = images;
        this.context = context;
    }

    /**
     * Makes it present.
     *
     * @throws GatewayException if it cannot be made
     */
    ImageFacts prepare() {
        Optional<String> named = named();
        if (named.isPresent()) {
            return images.inspect(named.get())
                    .orElseThrow(() -> failed(VARIABLE + " names '" + named.get() + "', which is not there", null));
        }
        String name = REPOSITORY + ":" + tag();
        Optional<ImageFacts> present = images.inspect(name);
        if (present.isPresent()) {
            return present.get();
        }
        // Held across I/O, because nobody else has anything to do here but to wait for the same image.
        synchronized (making) {
            return images.inspect(name).orElseGet(() -> make(name));
        }
    }

    private Optional<String> named() {
        return context.setting("egress-image")
                .or(() -> Optional.ofNullable(context.environment().get(VARIABLE)))
                .filter(name -> !name.isBlank());
    }

    /**
     * Removes those of other builds of the gateway or of Java that no container uses.
     *
     * @param dryRun whether nothing is removed
     * @return the tags of what is removed
     * @throws GatewayException if it cannot be told which one is used here
     */
    List<String> prune(Pruner pruner, boolean dryRun) {
        Set<String> keep = new HashSet<>();
        named().ifPresent(keep::add);
        try {
            keep.add(REPOSITORY + ":" + ProxyImage.digest());
        } catch (IOException e) {
            if (keep.isEmpty()) {
                throw new GatewayException(
                        ErrorCode.RUNTIME_UNAVAILABLE,
                        "It cannot be told which image of the egress proxy is the current one: " + e.getMessage()
                                + ". Name it with " + VARIABLE,
                        e);
            }
        }
        return pruner.images(LABEL, keep, dryRun);
    }

    private String tag() {
        String known = tag;
        if (known != null) {
            return known;
        }
        try {
            known = ProxyImage.digest();
            tag = known;
            return known;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private ImageFacts make(String name) {
        Optional<String> obstacle = ProxyImage.obstacle().or(this::otherMachine);
        if (obstacle.isPresent()) {
            throw failed(obstacle.get(), null);
        }
        context.events()
                .event(
                        EventSink.Level.INFO,
                        "Building the image of the egress proxy, which takes some seconds once",
                        Map.of("image", name));
        try {
            Path archive = Files.createTempFile("mcp-gateway-egress", ".tar");
            try {
                ProxyImage.write(archive);
                load(name, archive);
            } finally {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
        return images.inspect(name).orElseThrow(() -> failed("the engine took it but does not know it", null));
    }

    /** What is built here runs on the same kind of machine only. */
    private Optional<String> otherMachine() {
        try {
            Version version = engine.call(
                    "Cannot ask the container engine what it runs on",
                    docker -> docker.versionCmd().exec());
            String here = architecture(System.getProperty("os.arch"));
            String there = architecture(String.valueOf(version.getArch()));
            return here.equals(there) && "linux".equals(version.getOperatingSystem())
                    ? Optional.empty()
                    : Optional.of("the engine runs on %s/%s, this is linux/%s"
                            .formatted(version.getOperatingSystem(), there, here));
        } catch (DockerException e) {
            throw failed("the engine says: " + EngineErrors.reason(e), e);
        }
    }

    private static String architecture(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> name;
        };
    }

    /** As an import and not as a build: one request, one layer, and no builder is needed. */
    private void load(String name, Path archive) throws IOException {
        String version = name.substring(REPOSITORY.length() + 1);
        String path = "/images/create?fromSrc=-&repo=" + Engine.encode(REPOSITORY) + "&tag=" + version;
        for (String change : List.of(
                "ENTRYPOINT " + MAPPER.writeValueAsString(ProxyImage.ENTRY_POINT),
                "USER 65534:65534",
                "LABEL " + LABEL + "=" + version)) {
            path += "&changes=" + Engine.encode(change);
        }
        EngineExchange.Body body = new EngineExchange.Body() {
            @Override
            public long length() throws IOException {
                return Files.size(archive);
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                Files.copy(archive, out);
            }
        };
        Map<String, String> headers = Map.of("Connection", "close", "Content-Type", "application/x-tar");
        try (EngineExchange exchange =
                engine.stream("Cannot load the image of the egress proxy", "POST", path, headers, body, BUFFER)) {
            if (exchange.status() != 200) {
                throw failed("the engine says: " + exchange.reason(), null);
            }
            try (MappingIterator<JsonNode> lines =
                    MAPPER.readerFor(JsonNode.class).readValues(exchange.body())) {
                while (lines.hasNextValue()) {
                    String error = lines.nextValue().path("error").asText("");
                    if (!error.isEmpty()) {
                        throw failed("the engine says: " + EngineErrors.oneLine(error), null);
                    }
                }
            }
        }
    }

    private static GatewayException failed(String why, @Nullable Throwable cause) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "The image of the egress proxy, which holds servers to the hosts of their allowHosts, is not there and"
                        + " cannot be built here: " + EngineErrors.oneLine(why)
                        + ". Build it with `mcp-gateway egress build` on Linux with a whole JDK (17 or newer) and"
                        + " DOCKER_HOST set to this engine, or name one that is there with " + VARIABLE,
                cause);
    }
}
