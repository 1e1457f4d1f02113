package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPlanTest {
    private static final ListenAddress LISTEN = new ListenAddress("localhost", 8811);

    private static HttpPlan plan(boolean unauthenticated, Map<String, String> environment) {
        return HttpPlan.of(LISTEN, unauthenticated, Optional.empty(), environment);
    }

    @Test
    void tokenIsGeneratedAnewForEachRun() {
        BearerToken first = plan(false, Map.of()).token().orElseThrow();
        BearerToken second =
                plan(false, Map.of("MCP_GATEWAY_AUTH_TOKEN", "")).token().orElseThrow();

        assertThat(first.generated()).isTrue();
        assertThat(first.secret().reveal()).matches("[a-z0-9]{50}");
        assertThat(second.secret()).isNotEqualTo(first.secret());
        assertThat(first.toString()).doesNotContain(first.secret().reveal());
    }

    @Test
    void tokenOfTheEnvironmentWins() {
        BearerToken token =
                plan(false, Map.of("MCP_GATEWAY_AUTH_TOKEN", "mine")).token().orElseThrow();

        assertThat(token.generated()).isFalse();
        assertThat(token.secret()).isEqualTo(Secret.of("mine"));
    }

    @Test
    void tokenIsIgnoredWhenNobodyHasToShowOne() {
        HttpPlan plan = plan(true, Map.of("MCP_GATEWAY_AUTH_TOKEN", "mine"));

        assertThat(plan.token()).isEmpty();
        assertThat(plan.ignoredToken()).isTrue();
        assertThat(plan(true, Map.of()).ignoredToken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"})
    void loopbackIsNotReachable(String host) {
        assertThat(new ListenAddress(host, 1).reachable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "::", "192.168.1.2", "127.0.0.1.evil.com", "localhost.evil.com", "myhost"})
    void everythingElseIs(String host) {
        assertThat(new ListenAddress(host, 1).reachable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost:8811/mcp",
        "'', http://localhost:8811/mcp",
        "0.0.0.0, http://localhost:8811/mcp",
        "::1, http://[::1]:8811/mcp",
        "192.168.1.2, http://192.168.1.2:8811/mcp"
    })
    void urlIsWhatAClientHereConnectsTo(String host, String url) {
        assertThat(new ListenAddress(host, 8811).url("/mcp")).isEqualTo(url);
    }

    @Test
    void tokenFileIsForItsOwnerOnlyAndReplacesALaxOne(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "old, and readable by all");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        TokenFile.write(file, Secret.of("s3cret"));

        assertThat(file).hasContent("s3cret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory)
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith(".mcp"));
    }

    @Test
    void tokenFileThatCannotBeWrittenIsAnErrorWithoutTheToken(@TempDir Path directory) {
        assertThatThrownBy(() -> TokenFile.write(directory.resolve("no/such/token"), Secret.of("s3cret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--token-file")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void transportsHaveTheNamesThatUsersKnow() {
        assertThat(TransportKind.parse("stdio")).isEqualTo(TransportKind.STDIO);
        assertThat(TransportKind.parse("Streamable-HTTP")).isEqualTo(TransportKind.STREAMING);
        assertThat(TransportKind.parse("SSE")).isEqualTo(TransportKind.SSE);
        assertThatThrownBy(() -> TransportKind.parse("pigeon"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown transport \"pigeon\", expected 'stdio', 'sse' or 'streaming'");
    }
}
