package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointResolverTest {
    @TempDir
    private Path docker;

    @Test
    void dockerHostWinsOverContexts() throws IOException {
        context("blue", "tcp://192.0.2.1:2375");
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"blue\"}");

        EngineEndpoint endpoint =
                resolve(Map.of(), Map.of("DOCKER_HOST", "unix:///run/mine.sock", "DOCKER_CONTEXT", "blue"));

        assertThat(endpoint.uri()).isEqualTo(URI.create("unix:///run/mine.sock"));
        assertThat(endpoint.toString()).contains("DOCKER_HOST");
    }

    @Test
    void dockerContextWinsOverTheCurrentOne() throws IOException {
        context("blue", "tcp://192.0.2.1:2375");
        context("green", "tcp://192.0.2.2");
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"blue\"}");

        assertThat(resolve(Map.of(), Map.of("DOCKER_CONTEXT", "green")).uri())
                .isEqualTo(URI.create("tcp://192.0.2.2:2375"));
        assertThat(resolve(Map.of(), Map.of()).uri()).isEqualTo(URI.create("tcp://192.0.2.1:2375"));
    }

    @Test
    void settingsWinOverEverything() throws IOException {
        context("blue", "tcp://192.0.2.1:2375");
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://192.0.2.9:2375");

        assertThat(resolve(Map.of("context", "blue"), environment).uri().getHost())
                .isEqualTo("192.0.2.1");
        assertThat(resolve(Map.of("host", "tcp://192.0.2.7:1"), environment)
                        .uri()
                        .getHost())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void contextCalledDefaultIsTheSystemsSocket() {
        assertThat(resolve(Map.of(), Map.of("DOCKER_CONTEXT", "default")).isUnix())
                .isTrue();
    }

    @Test
    void contextBringsItsCertificates() throws IOException {
        context("blue", "tcp://192.0.2.1:2376");
        Path tls = Files.createDirectories(docker.resolve("contexts/tls")
                .resolve(EndpointResolver.sha256("blue"))
                .resolve("docker"));

        assertThat(resolve(Map.of(), Map.of("DOCKER_CONTEXT", "blue")).tls()).contains(tls);
    }

    @Test
    void tlsVariablesApplyToDockerHost() {
        EngineEndpoint endpoint = resolve(
                Map.of(),
                Map.of(
                        "DOCKER_HOST",
                        "tcp://192.0.2.1",
                        "DOCKER_TLS_VERIFY",
                        "1",
                        "DOCKER_CERT_PATH",
                        "/certificates"));

        assertThat(endpoint.uri()).isEqualTo(URI.create("tcp://192.0.2.1:2376"));
        assertThat(endpoint.tls()).contains(Path.of("/certificates"));
    }

    @Test
    void pathPrefixIsKept() {
        assertThat(resolve(Map.of(), Map.of("DOCKER_HOST", "tcp://192.0.2.1:1/engine/"))
                        .pathPrefix())
                .isEqualTo("/engine");
    }

    @Test
    void contextThatDoesNotExistIsNamedWithItsOrigin() {
        assertThatThrownBy(() -> resolve(Map.of(), Map.of("DOCKER_CONTEXT", "absent")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'absent'")
                .hasMessageContaining("DOCKER_CONTEXT")
                .hasMessageContaining("docker context ls");
    }

    @Test
    void brokenConfigurationIsNamedWithItsPlaceAndNotQuoted() throws IOException {
        Files.writeString(docker.resolve("config.json"), "{\n  \"auths\": secret-stuff}");

        assertThatThrownBy(() -> resolve(Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.json:2:")
                .hasMessageNotContaining("secret-stuff")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://me@host",
                "npipe:////./pipe/docker_engine",
                "192.0.2.1:2375",
                "unix://",
                "tcp://",
                "https://h",
                " x",
                "fd://"
            })
    void addressThatCannotBeUsedIsRefusedByName(String host) {
        assertThatThrownBy(() -> resolve(Map.of(), Map.of("DOCKER_HOST", host)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining(host);
    }

    private EngineEndpoint resolve(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DOCKER_CONFIG", docker.toString());
        return new EndpointResolver(settings, all).resolve();
    }

    private void context(String name, String host) throws IOException {
        Path meta = Files.createDirectories(docker.resolve("contexts/meta").resolve(EndpointResolver.sha256(name)));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"%s\",\"Endpoints\":{\"docker\":{\"Host\":\"%s\"}}}".formatted(name, host));
    }
}
