package io.mcpgateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.Catalogs;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.spi.Catalog;
import io.mcpgateway.testkit.CatalogContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCatalogTest implements CatalogContract {
    @TempDir
    Path directory;

    @Override
    public Catalog catalogOf(String document) {
        write("only.yaml", document);
        return Catalogs.directory(directory);
    }

    @Test
    void filesAreCatalogsOrSingleEntries() {
        write("a.yaml", "registry: {one: {image: a}, two: {image: a}}");
        write("b.json", "{\"image\": \"b\", \"title\": \"Named by its file\"}");
        write("c.yml", "name: two\nimage: c\n");
        write(".hidden.yaml", "registry: {hidden: {image: x}}");
        write("notes.txt", "not a catalog");

        CatalogSnapshot snapshot = Catalogs.directory(directory).read();

        assertThat(snapshot.servers().keySet()).containsExactly("one", "two", "b");
        assertThat(snapshot.servers().get("two").image()).contains("c");
        assertThat(snapshot.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("two", "a.yaml"));
    }

    @Test
    void aBrokenFileDoesNotTakeTheOthersDown() {
        write("a.yaml", "registry: [");
        write("b.yaml", "registry: {one: {image: a}}");
        write("c.yaml", "- a list");

        CatalogSnapshot snapshot = Catalogs.directory(directory).read();

        assertThat(snapshot.servers()).containsOnlyKeys("one");
        assertThat(snapshot.problems()).hasSize(2);
        assertThat(snapshot.problems().get(0).toString()).contains("a.yaml:1:");
    }

    @Test
    void aDirectoryThatDoesNotExistIsEmpty() {
        assertThat(Catalogs.directory(directory.resolve("absent")).read().servers())
                .isEmpty();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
