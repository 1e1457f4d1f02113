package io.mcpgateway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.ConfigException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks a {@code docker-credential-…} program for a login. */
final class CredentialHelper {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 64 << 10;

    private final Map<String, String> environment;

    CredentialHelper(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The helper's answer; empty if it knows no login for the registry.
     *
     * @throws ConfigException if it is missing or fails
     */
    Optional<JsonNode> get(String name, String registry) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ConfigException("'%s' in Docker's config.json is not the name of a credential helper"
                    .formatted(EngineErrors.oneLine(name)));
        }
        String program = "docker-credential-" + name;
        Path executable = find(program)
                .orElseThrow(() -> new ConfigException(
                        "Docker's config.json names the credential helper %s, which is not on the PATH"
                                .formatted(program)));
        try {
            return run(executable, registry);
        } catch (IOException e) {
            throw new ConfigException("The credential helper %s cannot be run".formatted(executable), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("Interrupted while the credential helper " + executable + " ran", e);
        }
    }

    private Optional<Path> find(String program) {
        String file = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                ? program + ".exe"
                : program;
        return Stream.of(environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, file))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Optional<JsonNode> run(Path executable, String registry) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(executable.toString(), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                () -> end(process), CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        try (InputStream answer = process.getInputStream()) {
            try (OutputStream question = process.getOutputStream()) {
                question.write(registry.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading; its status tells the rest.
            }
            byte[] bytes = answer.readNBytes(LONGEST_ANSWER);
            if (bytes.length == LONGEST_ANSWER) {
                throw new ConfigException("The credential helper %s answered with more than %d bytes"
                        .formatted(executable, LONGEST_ANSWER));
            }
            return read(executable, process.waitFor(), new String(bytes, StandardCharsets.UTF_8));
        } finally {
            late.cancel(false);
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Optional<JsonNode> read(Path executable, int status, String text) {
        if (status == 0) {
            try {
                return Optional.of(MAPPER.readTree(text));
            } catch (JsonProcessingException e) {
                // Without the cause: its message may quote the secret.
                throw new ConfigException("The credential helper %s answered with no JSON".formatted(executable));
            }
        }
        if (text.contains("credentials not found")) {
            return Optional.empty();
        }
        throw new ConfigException("The credential helper %s failed with status %d: %s"
                .formatted(executable, status, EngineErrors.oneLine(text)));
    }
}
