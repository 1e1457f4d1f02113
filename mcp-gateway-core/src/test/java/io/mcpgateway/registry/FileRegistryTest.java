package io.mcpgateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.Registries;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.testkit.RegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryTest implements RegistryContract {
    @TempDir
    Path home;

    @Override
    public Registry registryWith(RegistrySnapshot start) {
        StringBuilder registry = new StringBuilder("registry:\n");
        start.enabled().forEach(server -> registry.append("  ").append(server).append(":\n    ref: \"\"\n"));
        StringBuilder config = new StringBuilder();
        start.configuration()
                .forEach((server, json) ->
                        config.append(server).append(": ").append(json).append('\n'));
        StringBuilder tools = new StringBuilder();
        start.tools()
                .forEach((server, names) ->
                        tools.append(server).append(": ").append(names).append('\n'));
        write("registry.yaml", registry.toString());
        write("config.yaml", config.toString());
        write("tools.yaml", tools.toString());
        return Registries.files(home);
    }

    @Test
    void absentAndEmptyFilesAreTwoThings() {
        List<Path> files = List.of(home.resolve("registry.yaml"));
        FileRegistry registry = (FileRegistry) Registries.files(home);

        assertThat(registry.exists()).isFalse();
        assertThat(Registries.exists(files)).isFalse();
        assertThat(registry.read().enabled()).isEmpty();
        for (String empty : List.of("", "registry: {}\n", "registry:\n", "# nothing\n", "~\n")) {
            write("registry.yaml", empty);
            assertThat(registry.exists()).isTrue();
            assertThat(Registries.exists(files)).isTrue();
            assertThat(registry.read().enabled()).as(empty).isEmpty();
        }
    }

    @Test
    void enablingCreatesTheFileAndItsDirectory() {
        Registry.Writable registry = Registries.files(home.resolve("not/yet"));

        registry.enable(List.of("time"));

        assertThat(read("not/yet/registry.yaml")).isEqualTo("registry:\n  time:\n    ref: \"\"\n");
    }

    @Test
    void laterFilesWinWithAWarning() {
        write("a.yaml", "registry: {one: {}, two: {}}");
        write("b.yaml", "registry: {three: {}, one: {}}");
        write("c1.yaml", "my.server: {url: first, only: 1}");
        write("c2.yaml", "my_server: {url: second}");
        write("t1.yaml", "one: [a]");
        write("t2.yaml", "one:\n");
        List<String> events = new ArrayList<>();
        Registry registry = Registries.files(
                paths("a.yaml", "b.yaml", "absent.yaml"),
                paths("c1.yaml", "c2.yaml"),
                paths("t1.yaml", "t2.yaml"),
                (level, message, facts) -> events.add(level + " " + facts.get("server") + " "
                        + Path.of(facts.get("file")).getFileName()));

        RegistrySnapshot snapshot = registry.read();

        assertThat(snapshot.enabled()).containsExactly("one", "two", "three");
        assertThat(snapshot.configurationOf("my.server")).contains(JsonText.of("{\"url\":\"second\"}"));
        assertThat(snapshot.toolsOf("one")).contains(List.of());
        assertThat(events).containsExactly("WARN one b.yaml", "WARN my_server c2.yaml", "WARN one t2.yaml");
    }

    @Test
    void editsOfSeveralFilesTouchOnlyThoseThatMatter() {
        write("a.yaml", "registry: {one: {}}");
        write("b.yaml", "registry: {two: {}, one: {}}");
        Registry.Writable registry = Registries.files(paths("a.yaml", "b.yaml"), List.of(), List.of());

        registry.enable(List.of("one", "three"));
        assertThat(read("a.yaml")).isEqualTo("registry: {one: {}}");
        assertThat(registry.read().enabled()).containsExactly("one", "two", "three");

        registry.disable(List.of("one"));
        assertThat(registry.read().enabled()).containsExactly("two", "three");
    }

    @Test
    void aBrokenFileIsAnErrorWithItsPlaceAndIsNeverOverwritten() {
        write("registry.yaml", "registry:\n  one: {ref: ''\n  two\n");
        Registry.Writable registry = Registries.files(home);

        assertThatThrownBy(registry::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("(?s).*registry\\.yaml:\\d+:\\d+: .*");
        assertThatThrownBy(() -> registry.enable(List.of("three"))).isInstanceOf(ConfigException.class);
        assertThat(read("registry.yaml")).isEqualTo("registry:\n  one: {ref: ''\n  two\n");
    }

    @Test
    void wrongShapesAreErrorsWithTheirPlace() {
        write("config.yaml", "one: {a: 1}\ntwo: text\n");
        assertThatThrownBy(() -> Registries.files(home).read()).hasMessageContaining("config.yaml:2:6");
        write("config.yaml", "");
        write("tools.yaml", "one: [a, {b: c}]\n");
        assertThatThrownBy(() -> Registries.files(home).read()).hasMessageContaining("tools.yaml:1:10");
        write("tools.yaml", "");
        write("registry.yaml", "registry: [one]\n");
        assertThatThrownBy(() -> Registries.files(home).read()).hasMessageContaining("registry.yaml:1:11");
        write("registry.yaml", "registry: {one: {}, one: {}}\n");
        assertThatThrownBy(() -> Registries.files(home).read())
                .hasMessageContaining("registry.yaml:1:21")
                .hasMessageContaining("twice");
    }

    @Test
    void aLinkedFileStaysALinkAndKeepsItsMode() throws IOException {
        write("real.yaml", "registry: {}\n");
        Path real = home.resolve("real.yaml");
        Files.setPosixFilePermissions(real, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Path link = Files.createSymbolicLink(home.resolve("registry.yaml"), real);

        Registries.files(home).enable(List.of("time"));

        assertThat(link).isSymbolicLink();
        assertThat(Files.getPosixFilePermissions(real)).hasSize(2);
        assertThat(read("real.yaml")).contains("time");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("real.yaml", "registry.yaml", ".registry.yaml.lock");
        }
    }

    private List<Path> paths(String... names) {
        return Stream.of(names).map(home::resolve).toList();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(home.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
