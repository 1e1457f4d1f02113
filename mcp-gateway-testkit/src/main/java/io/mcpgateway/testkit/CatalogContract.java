package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.spi.Catalog;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every {@link Catalog} of documents in the catalog format must do. */
public interface CatalogContract {
    /** A catalog that holds this document, written in YAML. */
    Catalog catalogOf(String document);

    @Test
    default void entriesKeepTheirOrderAndTheirParts() {
        try (Catalog catalog = catalogOf("""
                name: test
                registry:
                  zebra:
                    type: server
                    image: example/zebra
                    command: [--port, 8080]
                    secrets: [{name: zebra.key, env: ZEBRA_KEY}]
                  ant:
                    type: remote
                    remote: {url: "https://ant.example/mcp", transport_type: streamable-http}
                """)) {
            CatalogSnapshot snapshot = catalog.read();

            assertThat(snapshot.problems()).isEmpty();
            assertThat(snapshot.servers().keySet()).containsExactly("zebra", "ant");
            ServerEntry zebra = entry(snapshot, "zebra");
            assertThat(zebra.type()).isEqualTo(ServerType.SERVER);
            assertThat(zebra.image()).contains("example/zebra");
            assertThat(zebra.command()).containsExactly("--port", "8080");
            assertThat(zebra.secrets()).containsExactly(new ServerEntry.SecretEntry("zebra.key", "ZEBRA_KEY", true));
            assertThat(zebra.origin().location()).isNotEmpty();
            assertThat(entry(snapshot, "ant").type()).isEqualTo(ServerType.REMOTE);
        }
    }

    @Test
    default void unknownMembersAndNumbersSurviveInRaw() {
        try (Catalog catalog = catalogOf("""
                registry:
                  one:
                    image: example/one
                    future: {version: 1.10, big: 12345678901234567890, list: [null, true]}
                """)) {
            assertThat(entry(catalog.read(), "one").raw().toString())
                    .contains("\"image\":\"example/one\",\"future\":{\"version\":1.10,\"big\":12345678901234567890,"
                            + "\"list\":[null,true]}");
        }
    }

    @Test
    default void badEntryIsLeftOutWithItsPlaceAndTheRestLoads() {
        try (Catalog catalog = catalogOf("""
                registry:
                  good:
                    image: example/good
                  bad:
                    type: spaceship
                  odd:
                    image: example/odd
                    env: not-a-list
                """)) {
            CatalogSnapshot snapshot = catalog.read();

            assertThat(snapshot.servers().keySet()).containsExactly("good");
            assertThat(snapshot.problems()).hasSize(2);
            assertThat(snapshot.problems().get(0).where()).matches(".*:\\d+:\\d+");
            assertThat(snapshot.problems().get(0).message()).contains("bad", "spaceship");
            assertThat(snapshot.problems().get(1).where()).matches(".*:\\d+:\\d+");
            assertThat(snapshot.problems().get(1).message()).contains("odd", "env");
        }
    }

    @Test
    default void brokenDocumentIsToldWithLineAndColumn() {
        try (Catalog catalog = catalogOf("registry:\n  one: {image: a\n  two: b\n")) {
            assertThat(complaints(catalog)).isNotEmpty().allMatch(text -> text.matches("(?s).*:[23]:\\d+.*"));
        }
    }

    @Test
    default void emptyDocumentIsAnEmptyCatalog() {
        try (Catalog catalog = catalogOf("# nothing yet\n")) {
            assertThat(catalog.read().servers()).isEmpty();
            assertThat(catalog.read().problems()).isEmpty();
        }
    }

    @Test
    default void readingTwiceGivesTheSame() {
        try (Catalog catalog = catalogOf("registry:\n  one:\n    image: example/one\n")) {
            assertThat(entry(catalog.read(), "one").raw())
                    .isEqualTo(entry(catalog.read(), "one").raw());
        }
    }

    private static ServerEntry entry(CatalogSnapshot snapshot, String name) {
        return Objects.requireNonNull(snapshot.servers().get(name), name);
    }

    private static List<String> complaints(Catalog catalog) {
        try {
            return catalog.read().problems().stream().map(Problem::toString).collect(Collectors.toList());
        } catch (GatewayException e) {
            return List.of(e.getMessage());
        }
    }
}
