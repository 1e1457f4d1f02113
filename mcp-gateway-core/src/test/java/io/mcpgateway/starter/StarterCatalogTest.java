package io.mcpgateway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ContainerRuntimeProvider;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class StarterCatalogTest {
    @Test
    void everyEntryNamesAProviderThatTheServiceLoaderFinds() {
        CatalogSnapshot snapshot = catalog();
        List<String> providers = ServiceLoader.load(JavaServerProvider.class).stream()
                .map(provider -> provider.get().name())
                .toList();

        assertThat(snapshot.servers()).containsOnlyKeys("time", "memory", "files");
        assertThat(snapshot.servers().values()).allSatisfy(entry -> {
            assertThat(entry.type()).isEqualTo(ServerType.JVM);
            assertThat(providers).contains(entry.provider().orElseThrow());
            assertThat(JavaServerDialogue.json(entry.raw().toString()).isObject())
                    .isTrue();
            assertThat(entry.configSchemas())
                    .allMatch(
                            schema -> JavaServerDialogue.json(schema.toString()).isObject());
        });
    }

    private static CatalogSnapshot catalog() {
        CatalogProvider provider = ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("starter"))
                .findFirst()
                .orElseThrow();
        try (var catalog = provider.create(new StarterContext(Path.of("/nonexistent"), Map.of()))) {
            return catalog.read();
        }
    }

    @Test
    void theProcessRuntimeIsFoundByName() {
        assertThat(ServiceLoader.load(ContainerRuntimeProvider.class).stream()
                        .map(provider -> provider.get().name()))
                .contains("process");
    }
}
