package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.Provider;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.RegistryProvider;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.SecretStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
    @TempDir
    Path home;

    @Test
    void theBuiltInPartsAreFoundByTheirNames() {
        assertThat(names(CatalogProvider.class)).contains("file", "url", "directory");
        assertThat(names(RegistryProvider.class)).contains("files", "in-memory");
        assertThat(names(SecretStoreProvider.class)).contains("env-file", "directory", "environment");
    }

    @Test
    void catalogsAreMadeFromTheirSettings() throws IOException {
        Files.createDirectories(home.resolve("catalogs"));
        Files.writeString(home.resolve("catalogs/mine.yaml"), "registry: {one: {image: a}}");

        try (Catalog file = provider(CatalogProvider.class, "file").create(context(Map.of("path", "mine.yaml")));
                Catalog all = provider(CatalogProvider.class, "directory").create(context(Map.of("path", ".")));
                Catalog url =
                        provider(CatalogProvider.class, "url").create(context(Map.of("url", "https://x.example/")))) {
            assertThat(file.read().servers()).containsOnlyKeys("one");
            assertThat(all).hasToString("catalog directory " + Path.of("").toAbsolutePath());
            assertThat(url).hasToString("catalog https://x.example/");
        }
        assertThatThrownBy(() -> provider(CatalogProvider.class, "file").create(context(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'path'");
    }

    @Test
    void registriesAreMadeFromTheirSettings() throws IOException {
        Files.writeString(home.resolve("registry.yaml"), "registry: {one: {}}");
        Files.writeString(home.resolve("more.yaml"), "registry: {two: {}}");

        try (Registry plain = provider(RegistryProvider.class, "files").create(context(Map.of()));
                Registry both = provider(RegistryProvider.class, "files")
                        .create(context(
                                Map.of("registry", "registry.yaml" + java.io.File.pathSeparator + "more.yaml")));
                Registry memory =
                        provider(RegistryProvider.class, "in-memory").create(context(Map.of("enabled", "a, b")))) {
            assertThat(plain.read().enabled()).containsExactly("one");
            assertThat(both.read().enabled()).containsExactly("one", "two");
            assertThat(memory.read().enabled()).containsExactly("a", "b");
        }
    }

    @Test
    void secretStoresAreMadeFromTheirSettings() throws IOException {
        Files.writeString(home.resolve(".env"), "a=1");
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/b"), "2");

        try (SecretStore file = provider(SecretStoreProvider.class, "env-file").create(context(Map.of()));
                SecretStore directory =
                        provider(SecretStoreProvider.class, "directory").create(context(Map.of("path", "secrets")));
                SecretStore environment =
                        provider(SecretStoreProvider.class, "environment").create(context(Map.of("prefix", "P_")))) {
            assertThat(file.find(new SecretName("a"))).isPresent();
            assertThat(directory.find(new SecretName("b"))).isPresent();
            assertThat(environment.find(new SecretName("c"))).isPresent();
        }
    }

    private static <P extends Provider<?>> List<String> names(Class<P> kind) {
        return ServiceLoader.load(kind).stream()
                .map(provider -> provider.get().name())
                .toList();
    }

    private static <P extends Provider<?>> P provider(Class<P> kind, String name) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ProviderContext context(Map<String, String> settings) {
        return new Context(home, settings);
    }

    /** Lends settings only: the parts under test need nothing else. */
    private record Context(Path home, Map<String, String> settings) implements ProviderContext {
        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public ScheduledExecutorService scheduler() {
            throw new UnsupportedOperationException("not lent here");
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("P_C", "3");
        }

        @Override
        public WorkloadOwner owner() {
            throw new UnsupportedOperationException("not lent here");
        }

        @Override
        public WorkloadOwner.ProcessProbe processProbe() {
            return (pid, startTime) -> true;
        }

        @Override
        public EventSink events() {
            return (level, message, facts) -> {};
        }
    }
}
