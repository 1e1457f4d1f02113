package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the launcher, with an environment of its own. */
final class Launched {
    private static final int SECONDS = 60;
    private static final List<String> SESSION = List.of(
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"test","version":"1"}}}""",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");

    private final Process process;
    private final Path err;
    private final BufferedReader out;

    private Launched(Process process, Path err) {
        this.process = process;
        this.err = err;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Launched start(Path script, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("launched-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MCP_GATEWAY_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return new Launched(builder.start(), err);
    }

    /** Runs to the end without input. */
    static Result run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        Launched launched = start(script, environment, arguments);
        launched.process.getOutputStream().close();
        return launched.end(new ArrayList<>());
    }

    /** Runs to the end with this on standard input. */
    static Result feed(Path script, Map<String, String> environment, String input, String... arguments)
            throws Exception {
        Launched launched = start(script, environment, arguments);
        launched.process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        return launched.end(new ArrayList<>());
    }

    /** Runs {@code gateway run} for a client that shakes hands, lists the tools and leaves. */
    static Result session(Path script, Map<String, String> environment, String... before) throws Exception {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of("gateway", "run"));
        Launched launched = start(script, environment, words.toArray(String[]::new));
        List<String> lines = launched.converse();
        return launched.end(lines);
    }

    /** Shakes hands and lists the tools; returns every line up to the answer. */
    List<String> converse() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((String.join("\n", SESSION) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        List<String> lines = new ArrayList<>();
        String line = out.readLine();
        while (line != null) {
            lines.add(line);
            if (line.contains("\"id\":2")) {
                return lines;
            }
            line = out.readLine();
        }
        throw new AssertionError("The gateway ended without an answer: " + lines + Files.readString(err));
    }

    long pid() {
        return process.pid();
    }

    String errSoFar() throws IOException {
        return Files.readString(err);
    }

    /** Closes standard input and waits for the end. */
    Result end(List<String> lines) throws Exception {
        process.getOutputStream().close();
        out.lines().forEach(lines::add);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
        String text = Files.readString(err);
        Files.delete(err);
        return new Result(process.exitValue(), lines, text);
    }

    /** How a run ended. */
    record Result(int status, List<String> out, String err) {
        /** Standard output held the answers to both requests and nothing that is no message. */
        void isProtocolOnly() {
            assertThat(status).as(err).isZero();
            assertThat(out)
                    .as(err)
                    .allSatisfy(line ->
                            assertThat(line).startsWith("{\"jsonrpc\":\"2.0\"").endsWith("}"));
            assertThat(out).anyMatch(line -> line.contains("\"id\":1") && line.contains("serverInfo"));
            assertThat(out).anyMatch(line -> line.contains("\"id\":2") && line.contains("\"tools\":["));
        }
    }
}
