package io.mcpgateway.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.Registries;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.RegistryProvider;
import io.mcpgateway.spi.Watchable;
import io.mcpgateway.testkit.RegistryContract;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRegistryTest implements RegistryContract {
    @TempDir
    Path directory;

    @Override
    public Registry registryWith(RegistrySnapshot start) {
        StringBuilder text = new StringBuilder("version: 1\nid: test\nname: test\nservers:\n");
        for (String name : start.enabled()) {
            text.append("- type: image\n  snapshot: {server: {name: ")
                    .append(name)
                    .append(", image: example/one}}\n");
            start.configurationOf(name)
                    .ifPresent(
                            config -> text.append("  config: ").append(config).append('\n'));
            start.toolsOf(name)
                    .ifPresent(tools -> text.append("  tools: ").append(tools).append('\n'));
        }
        return profile(text.toString());
    }

    private Registry profile(String text) {
        try {
            return Registries.profile(Files.writeString(directory.resolve("test.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void allToolsNoToolsAndSomeToolsAreThreeThings() {
        Registry registry = profile("""
                servers:
                - snapshot: {server: {name: absent, image: a}}
                - {snapshot: {server: {name: nothing, image: a}}, tools: null}
                - {snapshot: {server: {name: empty, image: a}}, tools: []}
                - {snapshot: {server: {name: some, image: a}}, tools: [x, "1"]}
                """);

        assertThat(registry.read().enabled()).containsExactly("absent", "nothing", "empty", "some");
        assertThat(registry.read().tools())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "empty", List.of(),
                        "some", List.of("x", "1")));
    }

    @Test
    void configurationKeepsItsSpellingAndIsFoundUnderANameWithDots() {
        Registry registry = profile("""
                servers:
                - snapshot: {server: {name: com.example.notes, image: a}}
                  config: {version: 1.10, id: 12345678901234567890, nested: {deep: [1, null]}}
                """);

        assertThat(registry.read().configurationOf("com.example.notes"))
                .contains(JsonText.of("{\"version\":1.10,\"id\":12345678901234567890,\"nested\":{\"deep\":[1,null]}}"));
    }

    @Test
    void aListOfToolsThatIsNoneShowsNoTools() {
        Registry registry = profile("servers: [{snapshot: {server: {name: one, image: a}}, tools: all}]");

        assertThat(registry.read().toolsOf("one")).contains(List.of());
    }

    @Test
    void aMissingFileIsAnError() {
        try (Registry registry = Registries.profile(directory.resolve("absent.yaml"))) {
            assertThatThrownBy(registry::read).hasMessageContaining("absent.yaml");
        }
    }

    @Test
    void aChangeOfTheFileIsTold() throws IOException {
        Registry registry = profile("servers: []");
        AtomicInteger told = new AtomicInteger();

        try (Watchable.Watch watch = ((Watchable) registry).watch(told::incrementAndGet)) {
            assertThat(watch).isNotNull();
            Files.writeString(directory.resolve("test.yaml"), "servers: [{snapshot: {server: {name: one, image: a}}}]");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(told).hasPositiveValue());
            assertThat(registry.read().enabled()).containsExactly("one");
        }
    }

    @Test
    void theProviderLooksBelowTheHome() throws IOException {
        Files.createDirectories(directory.resolve("profiles"));
        Files.writeString(
                directory.resolve("profiles/dev.yaml"), "servers: [{snapshot: {server: {name: one, image: a}}}]");
        RegistryProvider provider = ServiceLoader.load(RegistryProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("profile"))
                .findFirst()
                .orElseThrow();

        try (TestContext context = TestContext.create(directory).withSettings(Map.of("path", "dev.yaml"));
                Registry registry = provider.create(context)) {
            assertThat(registry.read().enabled()).containsExactly("one");
        }
    }
}
