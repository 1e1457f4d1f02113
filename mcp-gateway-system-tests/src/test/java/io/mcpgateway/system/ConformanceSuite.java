package io.mcpgateway.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code peers/conformance.mjs}: the official conformance suite. */
final class ConformanceSuite {
    /** More than the driver needs if several scenarios hang. */
    private static final int PATIENCE_MINUTES = 15;

    private final Path directory;

    /** Reports and logs go into the directory. */
    ConformanceSuite(Path directory) {
        this.directory = directory;
    }

    /** Runs everything that a revision requires against a server. */
    ConformanceReport server(URI endpoint, String revision) throws IOException {
        return run(List.of("server", "--url", endpoint.toString()), revision, Map.of());
    }

    /** Lets the suite be the server of an official client. */
    ConformanceReport client(String revision, List<String> scenarios) throws IOException {
        return client(revision, scenarios, Map.of());
    }

    /** Lets the suite be the only server of a gateway, which an official client drives. */
    ConformanceReport clientThroughTheGateway(String revision, List<String> scenarios) throws IOException {
        String gateway = Transcript.MAPPER.writeValueAsString(Requirements.gateway());
        return client(revision, scenarios, Map.of("CONFORMANCE_GATEWAY", gateway));
    }

    private ConformanceReport client(String revision, List<String> scenarios, Map<String, String> environment)
            throws IOException {
        // The suite takes the command apart at its spaces.
        String command = Requirements.suiteNode() + " " + Requirements.PEERS.resolve("conformance-client.mjs");
        return run(
                List.of("client", "--command", command, "--only", String.join(",", scenarios)), revision, environment);
    }

    private ConformanceReport run(List<String> arguments, String revision, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile(directory, "conformance-", ".json");
        Path log = Files.createTempFile(directory, "conformance-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Requirements.suiteNode().toString(),
                Requirements.PEERS.resolve("conformance.mjs").toString()));
        command.addAll(arguments);
        command.addAll(List.of("--revision", revision, "--out", out.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("the conformance driver failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return ConformanceReport.read(out);
    }
}
