package io.mcpgateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.Catalogs;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.spi.Watchable;
import io.mcpgateway.testkit.CatalogContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCatalogTest implements CatalogContract {
    @TempDir
    Path directory;

    @Override
    public Catalog catalogOf(String document) {
        try {
            return Catalogs.file(Files.writeString(directory.resolve("catalog.yaml"), document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProblemIsToldWithLineAndColumn() {
        try (Catalog catalog =
                catalogOf("registry:\n  bad:\n    type: spaceship\n  odd:\n    image: a\n    env: no\n")) {
            assertThat(catalog.read().problems())
                    .extracting(Problem::where)
                    .containsExactly(
                            directory.resolve("catalog.yaml") + ":3:11", directory.resolve("catalog.yaml") + ":6:10");
        }
    }

    @Test
    void missingFileIsAnErrorThatNamesIt() {
        try (Catalog catalog = Catalogs.file(directory.resolve("absent.yaml"))) {
            assertThatThrownBy(catalog::read)
                    .isInstanceOfSatisfying(
                            GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("absent.yaml");
        }
    }

    @Test
    void aFileThatOthersMayWriteToIsForeign() throws IOException {
        catalogOf("registry: {one: {image: a}}");
        Path file = directory.resolve("catalog.yaml");

        assertThat(trustWith(file, "rw-r--r--")).isEqualTo(Trust.OWN_FILE);
        assertThat(trustWith(file, "rw-r--rw-")).isEqualTo(Trust.FOREIGN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(FileTrust.of(file)).isEqualTo(Trust.FOREIGN);
        assertThat(FileTrust.of(directory.resolve("absent"))).isEqualTo(Trust.FOREIGN);
    }

    @Test
    void aLinkIsTrustedLikeItsTarget() throws IOException {
        catalogOf("registry: {one: {image: a}}");
        Path file = directory.resolve("catalog.yaml");
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(FileTrust.of(link)).isEqualTo(Trust.FOREIGN);
    }

    @Test
    void anEditorsAtomicSaveIsTold() throws IOException {
        Catalog catalog = catalogOf("registry: {one: {image: a}}");
        AtomicInteger told = new AtomicInteger();
        try (Watchable.Watch watch = ((Watchable) catalog).watch(told::incrementAndGet)) {
            Path next = Files.writeString(directory.resolve("catalog.yaml.swp"), "registry: {two: {image: b}}");
            Files.move(next, directory.resolve("catalog.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(told).hasPositiveValue());
            assertThat(watch).isNotNull();
        }
        assertThat(catalog.read().servers()).containsOnlyKeys("two");
    }

    @Test
    void whatUsersWriteIsFoundUnderTheHome() throws IOException {
        Path catalogs = Files.createDirectories(directory.resolve("home/catalogs"));
        Files.writeString(catalogs.resolve("mine.yaml"), "registry: {one: {image: a}}");
        Files.createDirectories(catalogs.resolve("many"));
        GatewayOptions options = GatewayOptions.defaults();
        Path home = directory.resolve("home");

        assertThat(Catalogs.parse("mine", home, options).read().servers()).containsOnlyKeys("one");
        assertThat(Catalogs.parse("mine.yaml", home, options).read().servers()).containsOnlyKeys("one");
        assertThat(Catalogs.parse(catalogs.resolve("mine.yaml").toString(), home, options)
                        .read()
                        .servers())
                .containsOnlyKeys("one");
        assertThat(Catalogs.parse("many", home, options)).hasToString("catalog directory " + catalogs.resolve("many"));
        assertThat(Catalogs.parse("./here.yaml", home, options))
                .hasToString("catalog " + Path.of("here.yaml").toAbsolutePath());
        assertThat(Catalogs.parse("http://desktop.docker.com/mcp/catalog/v3/catalog.yaml", home, options))
                .hasToString("catalog https://desktop.docker.com/mcp/catalog/v3/catalog.yaml");
    }

    private static Trust trustWith(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return FileTrust.of(file);
    }
}
