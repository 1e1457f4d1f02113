package io.mcpgateway.packages;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.spi.EventSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which build each image stood for when a package first ran in it, a line for each, in a file of the home that all its
 * gateways share. Not in the cache, for whoever removes the file accepts whatever the images stand for then. Nothing is
 * guessed: a file that cannot be read is an error. Thread-safe, also against other processes.
 */
final class FirstBuilds {
    private static final int MAX_BYTES = 1 << 20;
    private static final String HEAD = """
            # Which build each image stood for when a package first ran in it: packages run in no other.
            # Without its line, an image is used again as what it stands for then.
            """;

    private final Path file;
    private final EventSink events;

    FirstBuilds(Path home, EventSink events) {
        this.file = home.toAbsolutePath().resolve("package-images.yaml");
        this.events = events;
    }

    /** Where they are kept. */
    Path file() {
        return file;
    }

    /**
     * What an image stood for; empty if it was never used.
     *
     * @throws ConfigException if the file cannot be read; the message names the place
     */
    Optional<String> find(String image) {
        return Optional.ofNullable(parse(read()).get(image));
    }

    /**
     * It is used for the first time.
     *
     * @return the build that is kept for it: this one, or the one that another gateway has kept before
     */
    String keep(String image, String build) {
        try {
            return SafeFiles.<String>locked(file, () -> {
                String text = read();
                String known = parse(text).get(image);
                if (known != null) {
                    return known;
                }
                String line = quoted(image) + ": " + quoted(build) + "\n";
                String more = (text.isEmpty() ? HEAD : text.endsWith("\n") ? text : text + "\n") + line;
                if (!build.equals(parse(more).get(image))) {
                    throw new ConfigException(
                            file + ": no line can be added to it; write it with a line for each image");
                }
                SafeFiles.replace(file, more.getBytes(StandardCharsets.UTF_8));
                return build;
            });
        } catch (ConfigException e) {
            throw e;
        } catch (GatewayException e) {
            events.event(
                    EventSink.Level.WARN,
                    "It cannot be kept which build an image stands for; the next gateway takes what it stands for then",
                    Map.of("image", image, "cause", String.valueOf(e.getMessage())));
            return build;
        }
    }

    private String read() {
        return SafeFiles.read(file, MAX_BYTES)
                .map(bytes -> YamlReader.decode(file.toString(), bytes))
                .orElse("");
    }

    private Map<String, String> parse(String text) {
        Map<String, String> builds = new LinkedHashMap<>();
        Optional<YamlNode> document = YamlReader.read(file.toString(), text).filter(node -> !node.isNull());
        if (document.isEmpty()) {
            return builds;
        }
        if (!(document.get() instanceof Mapping mapping)) {
            throw document.get().place().error("this is no map of images and their builds");
        }
        mapping.members().forEach((image, member) -> builds.put(image, build(member.value())));
        return builds;
    }

    private static String build(YamlNode value) {
        if (value instanceof Scalar scalar
                && scalar.type() == Scalar.Type.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw value.place().error("this is no build, such as node@sha256:…");
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
