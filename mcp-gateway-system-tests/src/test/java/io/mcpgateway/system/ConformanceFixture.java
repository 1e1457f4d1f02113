package io.mcpgateway.system;

import io.mcpgateway.system.ConformanceCell.Build;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The server that the conformance suite expects, {@code peers/servers/conformance}, or that of the quadrant matrix,
 * {@code peers/servers/matrix}, listening on HTTP.
 *
 * @param process its process
 * @param endpoint its address
 */
record ConformanceFixture(Process process, URI endpoint) implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (\\S+)");

    /** Starts that build on a free port and waits until it listens. */
    static ConformanceFixture start(Build build, Path directory) throws IOException {
        return start("conformance", build, directory);
    }

    /** The same with another server of {@code peers/servers} that takes the same arguments. */
    static ConformanceFixture start(String server, Build build, Path directory) throws IOException {
        return start(command(server, build), directory);
    }

    /** The same with any command that takes a port and says where it listens. */
    static ConformanceFixture start(List<String> server, Path directory) throws IOException {
        List<String> command = new ArrayList<>(server);
        command.addAll(List.of("--port", "0"));
        Path log = Files.createTempFile(directory, "fixture-", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            Matcher matcher = Awaitility.await("the conformance server listens")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> listening(process, log), Matcher::find);
            return new ConformanceFixture(process, URI.create(matcher.group(1)));
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** That build as an entry of a catalog that the gateway starts on standard streams. */
    static TestServer onStdio(Build build) {
        return onStdio("conformance", build);
    }

    /** The same with another server of {@code peers/servers} that takes the same arguments. */
    static TestServer onStdio(String server, Build build) {
        List<String> command = command(server, build);
        command.add("--stdio");
        return new TestServer(server, "process", command, "", "session");
    }

    private static List<String> command(String server, Build build) {
        List<String> command = new ArrayList<>(List.of(
                Requirements.suiteNode().toString(),
                Requirements.PEERS
                        .resolve("servers")
                        .resolve(server)
                        .resolve("main.mjs")
                        .toString()));
        switch (build) {
            case DUAL -> {}
            case LEGACY_ONLY -> command.add("--legacy-only");
            case MODERN_ONLY -> command.add("--modern-only");
        }
        return command;
    }

    private static Matcher listening(Process process, Path log) throws IOException {
        String text = Files.readString(log);
        if (!process.isAlive()) {
            throw new AssertionError("the conformance server ended with " + process.exitValue() + ": " + text);
        }
        return LISTENING.matcher(text);
    }

    @Override
    public void close() {
        process.destroyForcibly(); // it holds nothing that it would have to give back
    }
}
