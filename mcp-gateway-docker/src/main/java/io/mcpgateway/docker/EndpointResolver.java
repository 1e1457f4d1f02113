package io.mcpgateway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the engine as the Docker command line does. First that is set wins: our settings {@code host} and
 * {@code context}, {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, {@code currentContext} of {@code config.json}, the
 * system's socket, the sockets of rootless engines and of Docker Desktop.
 */
final class EndpointResolver {
    private static final String SYSTEM_SOCKET = "/var/run/docker.sock";

    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final DockerConfig config;

    EndpointResolver(Map<String, String> settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
        this.config = DockerConfig.of(environment);
    }

    /**
     * Where the engine should be; whether it is there is not looked at.
     *
     * @throws ConfigException if what is set makes no sense
     */
    EngineEndpoint resolve() {
        String host = settings.getOrDefault("host", "");
        if (!host.isEmpty()) {
            return fromHost(host, "setting 'host'");
        }
        String context = settings.getOrDefault("context", "");
        if (!context.isEmpty()) {
            return fromContext(context, "setting 'context'");
        }
        host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return fromHost(host, "DOCKER_HOST");
        }
        context = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (!context.isEmpty()) {
            return fromContext(context, "DOCKER_CONTEXT");
        }
        context = config.file().path("currentContext").asText("");
        if (!context.isEmpty()) {
            return fromContext(
                    context, "currentContext in " + config.directory().resolve("config.json"));
        }
        return fromDefaults();
    }

    private EngineEndpoint fromDefaults() {
        String runtimeDirectory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        List<Path> candidates = List.of(
                Path.of(SYSTEM_SOCKET),
                Path.of(runtimeDirectory.isEmpty() ? "/run/user" : runtimeDirectory, "docker.sock"),
                config.directory().resolve("run/docker.sock"),
                config.directory().resolve("desktop/docker.sock"));
        Optional<Path> found = candidates.stream().filter(Files::exists).findFirst();
        return found.map(path -> unix(path, "the default"))
                .orElseGet(() ->
                        unix(Path.of(SYSTEM_SOCKET), "the default; DOCKER_HOST is not set, no context is chosen"));
    }

    private static EngineEndpoint unix(Path path, String origin) {
        return new EngineEndpoint(URI.create("unix://" + path), Optional.empty(), origin);
    }

    private EngineEndpoint fromHost(String host, String origin) {
        boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()
                || !environment.getOrDefault("DOCKER_TLS", "").isEmpty();
        String certificates = environment.getOrDefault("DOCKER_CERT_PATH", "");
        Path directory = certificates.isEmpty() ? config.directory() : Path.of(certificates);
        return endpoint(host, tls ? Optional.of(directory) : Optional.empty(), origin);
    }

    private EngineEndpoint fromContext(String name, String origin) {
        if (name.equals("default")) {
            return fromDefaults();
        }
        String id = sha256(name);
        Path file = config.directory().resolve("contexts/meta").resolve(id).resolve("meta.json");
        JsonNode docker = DockerConfig.read(file).path("Endpoints").path("docker");
        String host = docker.path("Host").asText("");
        if (host.isEmpty()) {
            throw new ConfigException(
                    ("Docker context '%s' (from %s) does not exist: %s names no engine. See `docker context"
                                    + " ls`, or set DOCKER_HOST")
                            .formatted(name, origin, file));
        }
        if (docker.path("SkipTLSVerify").asBoolean(false)) {
            throw new ConfigException(
                    "Docker context '%s' (from %s) skips the check of the engine's certificate, which is not supported"
                            .formatted(name, origin));
        }
        Path tls = config.directory().resolve("contexts/tls").resolve(id).resolve("docker");
        return endpoint(
                host,
                Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty(),
                "context '" + name + "' of " + origin);
    }

    private static EngineEndpoint endpoint(String host, Optional<Path> tls, String origin) {
        URI uri;
        try {
            uri = new URI(host);
        } catch (URISyntaxException e) {
            throw new ConfigException(
                    "The engine's address '%s' (from %s) is not an address".formatted(host, origin), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        return switch (scheme) {
            case "unix" -> {
                if (uri.getPath() == null || uri.getPath().isEmpty()) {
                    throw new ConfigException(
                            "The engine's address '%s' (from %s) has no path".formatted(host, origin));
                }
                yield new EngineEndpoint(URI.create("unix://" + uri.getRawPath()), Optional.empty(), origin);
            }
            case "tcp", "http", "https" -> tcp(uri, scheme, tls, origin);
            case "ssh" ->
                throw new ConfigException(("The engine's address '%s' (from %s) needs ssh, which is not supported;"
                                + " forward its socket (ssh -NL /tmp/docker.sock:/var/run/docker.sock HOST) and set"
                                + " DOCKER_HOST=unix:///tmp/docker.sock")
                        .formatted(host, origin));
            default ->
                throw new ConfigException("The engine's address '%s' (from %s) is not supported; known: %s"
                        .formatted(host, origin, Set.of("unix", "tcp")));
        };
    }

    private static EngineEndpoint tcp(URI uri, String scheme, Optional<Path> tls, String origin) {
        if (uri.getHost() == null) {
            throw new ConfigException("The engine's address '%s' (from %s) has no host".formatted(uri, origin));
        }
        if (scheme.equals("https") && tls.isEmpty()) {
            throw new ConfigException(("The engine's address '%s' (from %s) needs TLS: set DOCKER_TLS_VERIFY=1 and"
                            + " DOCKER_CERT_PATH to a directory with ca.pem, cert.pem and key.pem")
                    .formatted(uri, origin));
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls.isPresent() ? 2376 : 2375;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new EngineEndpoint(URI.create("tcp://" + uri.getHost() + ":" + port + path), tls, origin);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
