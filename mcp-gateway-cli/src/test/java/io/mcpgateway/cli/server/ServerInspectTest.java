package io.mcpgateway.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the publisher of a server says elsewhere is shown if it can be had, and told of if it cannot. */
class ServerInspectTest {
    @TempDir
    private Path home;

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private HttpServer http;
    private String place;
    private Cli cli;

    @BeforeEach
    void setUp() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = page == null ? new byte[0] : page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        place = "127.0.0.1:" + http.getAddress().getPort();
        cli = new Cli(home);
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/docker-mcp.yaml"), """
                registry:
                  notes:
                    type: server
                    image: example/notes
                    toolsUrl: http://%1$s/tools.json
                    readme: http://%1$s/readme.md
                    tools:
                      - {name: add_note}
                """.formatted(place));
        Files.writeString(home.resolve("tools.yaml"), "notes: [add_note]\n");
    }

    @AfterEach
    void end() {
        http.stop(0);
    }

    private Result inspect(String... more) {
        String[] words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("server", "inspect", "notes"), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return cli.run(words);
    }

    private static JsonNode json(Result result) {
        return Json.parse(JsonText.of(result.out()));
    }

    @Test
    void toolsAndReadmeAreDownloaded() {
        pages.put("/readme.md", "# Notes ✎\n");
        pages.put(
                "/tools.json",
                "[{\"name\":\"add_note\",\"description\":\"Adds.\",\"arguments\":[{\"name\":\"text\",\"type\":\"string\"}]},"
                        + "{\"name\":\"list_notes\"},{\"no\":\"name\"},7]");
        Result result = inspect("--allow-remote", place);
        assertThat(result.err()).isEmpty();
        assertThat(json(result).path("readme").asText()).isEqualTo("# Notes ✎\n");
        assertThat(json(result).path("tools").toString())
                .isEqualTo("[{\"name\":\"add_note\",\"description\":\"Adds.\",\"arguments\":"
                        + "[{\"name\":\"text\",\"type\":\"string\"}],\"enabled\":true},"
                        + "{\"name\":\"list_notes\",\"description\":\"\",\"enabled\":false}]");
    }

    @Test
    void whatCannotBeHadIsTold() {
        pages.put("/tools.json", "{");
        Result result = inspect("--allow-remote", place);
        assertThat(result.status()).isZero();
        assertThat(result.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("! Note: its tools in full could not be downloaded"))
                .anySatisfy(line -> assertThat(line).startsWith("! Note: its readme could not be downloaded"));
        assertThat(json(result).path("tools")).hasSize(1);
        assertThat(json(result).has("readme")).isFalse();
    }

    @Test
    void aCatalogDoesNotLeadToPrivateAddresses() {
        pages.put("/tools.json", "[]");
        pages.put("/readme.md", "inner thoughts");
        Result result = inspect();
        assertThat(result.status()).isZero();
        assertThat(result.err().lines()).hasSize(2);
        assertThat(result.out()).doesNotContain("inner thoughts");
    }

    @Test
    void offlineNothingIsAskedFor() {
        http.stop(0);
        Result result = inspect("--offline");
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
    }
}
