package io.mcpgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs {@code peers/matrix.mjs}: one official TypeScript client that tries features, one after the other. */
final class QuadrantDriver {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 180;

    private final Path directory;

    /**
     * What is tried.
     *
     * @param features in this order
     * @param inVain those of them that must fail, and need not be waited for
     */
    record Wanted(List<QuadrantFeature> features, List<QuadrantFeature> inVain) {}

    /** Logs go into the directory. */
    QuadrantDriver(Path directory) {
        this.directory = directory;
    }

    /** What is wrong with each feature; an empty text for nothing. The target is a command on standard streams. */
    Map<QuadrantFeature, String> stdio(
            String kind, Wanted wanted, List<String> command, Map<String, String> environment) throws IOException {
        List<String> target = new ArrayList<>(List.of("--stdio", "--"));
        target.addAll(command);
        return run(kind, wanted, target, environment);
    }

    /** The same with an HTTP endpoint. */
    Map<QuadrantFeature, String> http(String kind, Wanted wanted, URI endpoint) throws IOException {
        return run(kind, wanted, List.of("--http", endpoint.toString(), "--token", Gateway.TOKEN), Map.of());
    }

    private Map<QuadrantFeature, String> run(
            String kind, Wanted wanted, List<String> target, Map<String, String> environment) throws IOException {
        Path out = Files.createTempFile(directory, "matrix-" + kind + "-", ".jsonl");
        Path log = Files.createTempFile(directory, "matrix-" + kind + "-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Requirements.node().toString(),
                Requirements.installedPeers().resolve("matrix.mjs").toString(),
                "--client",
                kind,
                "--features",
                ids(wanted.features()),
                "--in-vain",
                ids(wanted.inVain())));
        command.addAll(target);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended;
        try {
            process.getOutputStream().close();
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly();
        }
        Map<QuadrantFeature, String> faults = read(wanted.features(), out);
        // What it did not come to has not passed.
        String why = (ended ? "the client ended before: " : "the client hung before: ") + Files.readString(log);
        wanted.features().forEach(feature -> faults.putIfAbsent(feature, why));
        return faults;
    }

    private static String ids(List<QuadrantFeature> features) {
        return features.stream().map(QuadrantFeature::id).collect(Collectors.joining(","));
    }

    private static Map<QuadrantFeature, String> read(List<QuadrantFeature> features, Path out) throws IOException {
        Map<QuadrantFeature, String> faults = new EnumMap<>(QuadrantFeature.class);
        for (String line : Files.readAllLines(out)) {
            JsonNode result = MAPPER.readTree(line);
            for (QuadrantFeature feature : features) {
                if (feature.id().equals(result.get("feature").asText())) {
                    faults.put(
                            feature,
                            result.get("fault").isNull()
                                    ? ""
                                    : result.get("fault").asText());
                }
            }
        }
        return faults;
    }
}
