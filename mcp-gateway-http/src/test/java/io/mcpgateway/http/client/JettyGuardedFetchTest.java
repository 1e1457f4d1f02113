package io.mcpgateway.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.remote.GuardedFetch;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteLinks;
import io.mcpgateway.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JettyGuardedFetchTest {
    private static final RemoteAccess LOCAL = new RemoteAccess(Set.of("127.0.0.1"), false);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final JettyGuardedFetch fetch = new JettyGuardedFetch();
    private ScriptedServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private byte[] fetch(long max) {
        return fetch.fetch(server.url("/catalog.yaml"), LOCAL, max, SOON);
    }

    private void fails(ErrorCode code, long max, Duration timeout) {
        assertThatThrownBy(() -> fetch.fetch(server.url("/catalog.yaml"), LOCAL, max, timeout))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void theBodyIsReturned() {
        server.script((request, out) -> out.answer(200, "text/yaml", "a: b"));
        assertThat(fetch(4)).asString().isEqualTo("a: b");
    }

    @Test
    void progressIsTold() {
        server.script((request, out) -> out.answer(200, "text/yaml", "a: b"));
        List<String> heard = new CopyOnWriteArrayList<>();
        fetch.fetch(server.url("/x"), LOCAL, 4, SOON, (bytes, total) -> heard.add(bytes + "/" + total));
        assertThat(heard).last().isEqualTo("4/4");
    }

    @Test
    void redirectsAreFollowedAndJudged() {
        server.script((request, out) -> {
            switch (request.path()) {
                case "/catalog.yaml" -> out.answer(302, "text/plain", "", "Location: /b");
                case "/b" -> out.answer(200, "text/plain", "B");
                default -> out.answer(404, "text/plain", "");
            }
        });
        assertThat(fetch(100)).asString().isEqualTo("B");
        server.script((request, out) -> out.answer(302, "text/plain", "", "Location: http://localhost/"));
        fails(ErrorCode.DENIED, 100, SOON);
        server.script((request, out) -> out.answer(302, "text/plain", "", "Location: /catalog.yaml"));
        fails(ErrorCode.SERVER_UNAVAILABLE, 100, SOON);
    }

    @Test
    void limitsAndStatusesAreErrors() {
        server.script((request, out) -> out.answer(200, "text/plain", "12345"));
        fails(ErrorCode.LIMIT, 4, SOON);
        server.script((request, out) -> out.answer(204, "text/plain", ""));
        fails(ErrorCode.SERVER_UNAVAILABLE, 4, SOON);
        server.script((request, out) -> out.answer(500, "text/plain", "x"));
        fails(ErrorCode.SERVER_UNAVAILABLE, 4, SOON);
        server.script((request, out) -> out.answer(404, "text/plain", "x"));
        fails(ErrorCode.NOT_FOUND, 4, SOON);
        server.script((request, out) -> out.answer(410, "text/plain", "x"));
        fails(ErrorCode.NOT_FOUND, 4, SOON);
        server.script((request, out) -> {
            while (true) {
                out.raw("H");
                Thread.sleep(100); // a server that drips; the fetch waits for its limit, not for this
            }
        });
        fails(ErrorCode.TIMEOUT, 4, Duration.ofMillis(700));
    }

    @Test
    void strictMeansStrict() {
        assertThatThrownBy(() -> fetch.fetch(server.url("/"), RemoteAccess.STRICT, 4, SOON))
                .isInstanceOf(GatewayException.class);
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://desktop.docker.com/a,https://desktop.docker.com/a",
        "http://desktop.docker.com:80/a,https://desktop.docker.com/a",
        "http://desktop.docker.com,https://desktop.docker.com",
        "http://desktop.docker.com:8080/a,http://desktop.docker.com:8080/a",
        "http://desktop.docker.com.evil.com/a,http://desktop.docker.com.evil.com/a",
        "http://example.com/a,http://example.com/a"
    })
    void dockersOwnHostIsUpgraded(String given, String expected) {
        assertThat(JettyGuardedFetch.upgrade(given)).isEqualTo(expected);
    }

    @Test
    void servicesAreFound() {
        assertThat(ServiceLoader.load(GuardedFetch.class).findFirst()).containsInstanceOf(JettyGuardedFetch.class);
        assertThat(ServiceLoader.load(RemoteLinks.class).findFirst()).containsInstanceOf(HttpRemoteLinks.class);
        assertThat(ServiceLoader.load(TransportProvider.class).stream()
                        .map(provider -> provider.get().name()))
                .contains("streaming");
    }
}
