package io.mcpgateway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.testkit.CatalogContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UrlCatalogTest implements CatalogContract {
    private final List<String> fetched = new ArrayList<>();

    @Override
    public Catalog catalogOf(String document) {
        return catalog("https://catalog.example/c.yaml", document);
    }

    @Test
    void entriesAreForeignWhateverTheySay() {
        try (Catalog catalog = catalogOf("registry: {one: {type: process, command: [x]}}")) {
            assertThat(catalog.read().servers().get("one").origin())
                    .isEqualTo(new Origin("https://catalog.example/c.yaml", Trust.FOREIGN));
            assertThat(catalog.read().name()).isEqualTo("https://catalog.example/c.yaml");
        }
    }

    @Test
    void theOldAddressOfDockersCatalogIsFetchedSafely() {
        catalog("http://desktop.docker.com/mcp/catalog/v3/catalog.yaml", "").read();
        catalog("http://other.example/c.yaml", "").read();

        assertThat(fetched)
                .containsExactly(
                        "https://desktop.docker.com/mcp/catalog/v3/catalog.yaml", "http://other.example/c.yaml");
    }

    @Test
    void withoutAFetcherItSaysWhatIsMissing() {
        try (Catalog catalog = new UrlCatalog("https://catalog.example/", RemoteAccess.STRICT, Optional::empty)) {
            assertThatThrownBy(catalog::read)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("mcp-gateway-http");
        }
    }

    private Catalog catalog(String address, String document) {
        return new UrlCatalog(
                address,
                RemoteAccess.STRICT,
                () -> Optional.of((url, access, maxBytes, timeout) -> {
                    fetched.add(url);
                    return document.getBytes(UTF_8);
                }));
    }
}
