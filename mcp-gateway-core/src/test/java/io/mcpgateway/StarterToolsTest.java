package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.Catalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled catalog says of its servers' tools what the servers themselves say when they run. */
class StarterToolsTest {
    @TempDir
    private Path home;

    @Test
    void theCatalogListsTheToolsThatTheServersList() throws Exception {
        Map<String, String> written = new LinkedHashMap<>();
        try (Catalog catalog = Catalogs.starter()) {
            for (ServerEntry entry : catalog.read().servers().values()) {
                JsonNode raw = TestClient.JSON.readTree(entry.raw().toString());
                assertThat(raw.path("tools")).hasSameSizeAs(entry.tools());
                assertThat(raw.path("config")).hasSameSizeAs(entry.configSchemas());
                raw.path("tools")
                        .forEach(tool -> written.put(
                                tool.path("name").asText(),
                                tool.path("description").asText()));
            }
        }

        Map<String, String> listed = new LinkedHashMap<>();
        try (McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.starter())
                .enable("time", "memory", "files")
                .configure("files", JsonText.of("{\"directories\":[\"" + home + "\"]}"))
                .build()) {
            gateway.start();
            assertThat(gateway.awaitListings(Duration.ofMinutes(1))).isTrue();
            Outcome.Result answer = (Outcome.Result) gateway.request("tools/list", JsonText.emptyObject())
                    .toCompletableFuture()
                    .join();
            TestClient.JSON
                    .readTree(answer.result().toString())
                    .path("tools")
                    .forEach(tool -> listed.put(
                            tool.path("name").asText(), tool.path("description").asText()));
        }

        assertThat(written).containsExactlyEntriesOf(listed);
    }
}
