package io.mcpgateway.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code peers/drive.mjs}: one official client through everything that an endpoint offers. */
final class Driver {
    private static final int PATIENCE_SECONDS = 180;

    private final Path directory;

    /** Transcripts and logs go into the directory. */
    Driver(Path directory) {
        this.directory = directory;
    }

    /** Drives what a command serves on its standard streams. */
    Transcript stdio(String client, String table, List<String> command, Map<String, String> environment)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--stdio", "--"));
        arguments.addAll(command);
        return drive(client, table, arguments, environment);
    }

    /** Drives an HTTP endpoint. */
    Transcript http(String client, String table, URI endpoint) throws IOException {
        return drive(client, table, List.of("--http", endpoint.toString(), "--token", Gateway.TOKEN), Map.of());
    }

    /** Drives an endpoint of the HTTP+SSE transport; only the client {@code v1} can. */
    Transcript sse(String client, String table, URI endpoint) throws IOException {
        return drive(
                client, table, List.of("--http", endpoint.toString(), "--token", Gateway.TOKEN, "--sse"), Map.of());
    }

    private Transcript drive(String client, String table, List<String> target, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile(directory, client + "-", ".json");
        Path log = Files.createTempFile(directory, client + "-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Requirements.node().toString(),
                Requirements.installedPeers().resolve("drive.mjs").toString(),
                "--client",
                client,
                "--table",
                table,
                "--out",
                out.toString()));
        command.addAll(target);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("client " + client + " did not end: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("client " + client + " failed: " + Files.readString(log));
        }
        return Transcript.read(out);
    }
}
