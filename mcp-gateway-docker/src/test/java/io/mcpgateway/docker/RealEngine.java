package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.mcpgateway.model.WorkloadSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The engine of this machine with an image that holds the host's shell and a few of its tools, built from nothing. Tests
 * are skipped, and say so, where there is no engine; with {@code MCP_GATEWAY_CI=1} that is a failure.
 */
final class RealEngine implements AutoCloseable {
    private static final List<String> TOOLS = List.of("sh", "cat", "head", "sleep", "env", "id");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private final EngineClient client;
    private final String image;

    private RealEngine(EngineClient client, String image) {
        this.client = client;
        this.image = image;
    }

    /** The engine with the image built, or the test is skipped. */
    static RealEngine require(Class<?> test) {
        EngineClient client;
        try {
            client = new EngineClient(new EndpointResolver(Map.of(), System.getenv()).resolve());
            client.docker().pingCmd().exec();
        } catch (RuntimeException e) {
            missing(test, "no container engine: " + EngineErrors.ioCause(e).getMessage());
            throw e;
        }
        String image = "mcp-gateway-docker-it:" + UUID.randomUUID();
        build(client.docker(), image, List.of("LABEL io.mcpgateway.test=yes"));
        return new RealEngine(client, image);
    }

    /** Skips a test whose real part is missing. */
    static void missing(Class<?> test, String what) {
        String message = test.getSimpleName() + " needs what is missing: " + what;
        if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
            fail(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    /** Builds a further image from the same files and more lines. */
    static void build(DockerClient docker, String image, List<String> lines) {
        try {
            byte[] context = tar(Map.of(
                    "Dockerfile",
                    ("FROM scratch\nADD root.tar /\n" + String.join("\n", lines) + "\n")
                            .getBytes(StandardCharsets.UTF_8),
                    "root.tar",
                    root()));
            docker.buildImageCmd(new ByteArrayInputStream(context))
                    .withTags(Set.of(image))
                    .withForcerm(true)
                    .exec(new BuildImageResultCallback())
                    .awaitImageId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] root() throws IOException {
        Map<String, byte[]> files = new java.util.TreeMap<>();
        Set<String> libraries = new TreeSet<>();
        for (String tool : TOOLS) {
            Path file = Path.of("/bin", tool).toRealPath();
            files.put("bin/" + tool, Files.readAllBytes(file));
            Process ldd = new ProcessBuilder("ldd", file.toString()).start();
            String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (Matcher matcher = LIBRARY.matcher(output); matcher.find(); ) {
                libraries.add(matcher.group(1));
            }
        }
        for (String library : libraries) {
            files.put(library.substring(1), Files.readAllBytes(Path.of(library)));
        }
        files.put("not-executable", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        return tar(files);
    }

    static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setMode(file.getKey().contains("/") ? 0755 : 0644);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    DockerClient docker() {
        return client.docker();
    }

    EngineClient client() {
        return client;
    }

    String image() {
        return image;
    }

    WorkloadSpec.Builder shell(String script) {
        return WorkloadSpec.image("it server/1", image)
                .arguments(List.of("/bin/sh", "-c", script))
                .network(new WorkloadSpec.Network.None());
    }

    InspectContainerResponse inspect(String id) {
        return docker().inspectContainerCmd(id).exec();
    }

    boolean exists(String id) {
        try {
            inspect(id);
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        docker().removeImageCmd(image).withForce(true).exec();
        client.close();
    }
}
