package io.mcpgateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.spi.Registry;
import io.mcpgateway.spi.Watchable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link Registry} must do; a part of it applies to those that are writable or watchable. */
public interface RegistryContract {
    /** A new registry that says this. */
    Registry registryWith(RegistrySnapshot start);

    @Test
    default void saysWhatItHolds() {
        RegistrySnapshot start = start("zebra.dot", "zebra", "ant", "none");
        try (Registry registry = registryWith(start)) {
            assertThat(registry.read()).isEqualTo(start);
            assertThat(registry.read().configurationOf("zebra.dot")).isPresent();
            assertThat(registry.read().toolsOf("none")).contains(List.of());
            assertThat(registry.read().toolsOf("other")).isEmpty();
        }
    }

    @Test
    default void enablingKeepsTheOrderAndAppends() {
        try (Registry registry = registryWith(start("zebra", "ant"))) {
            if (registry instanceof Registry.Writable writable) {
                writable.enable(List.of("yak", "ant", "bee"));

                assertThat(registry.read()).isEqualTo(start("zebra", "ant", "yak", "bee"));
            }
        }
    }

    @Test
    default void disablingForgetsNothingElse() {
        try (Registry registry = registryWith(start("zebra", "ant", "yak"))) {
            if (registry instanceof Registry.Writable writable) {
                writable.disable(List.of("ant", "unknown"));

                assertThat(registry.read()).isEqualTo(start("zebra", "yak"));
            }
        }
    }

    @Test
    default void changesFromManyThreadsAreAllKept() {
        try (Registry registry = registryWith(start())) {
            if (registry instanceof Registry.Writable writable) {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String server = "server-" + i;
                    all.add(CompletableFuture.runAsync(() -> writable.enable(List.of(server))));
                }
                CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                        .join();

                assertThat(registry.read().enabled()).hasSize(8);
            }
        }
    }

    @Test
    default void aChangeIsToldUntilTheWatchIsClosed() {
        try (Registry registry = registryWith(start("zebra"))) {
            if (registry instanceof Registry.Writable writable && registry instanceof Watchable watchable) {
                AtomicInteger told = new AtomicInteger();
                Watchable.Watch watch = watchable.watch(told::incrementAndGet);
                writable.enable(List.of("ant"));
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(told).hasPositiveValue());
                watch.close();

                // A second watch proves that the next change would have been told to the first.
                int before = told.get();
                AtomicInteger second = new AtomicInteger();
                try (Watchable.Watch other = watchable.watch(second::incrementAndGet)) {
                    writable.enable(List.of("bee"));
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(second).hasPositiveValue());
                    assertThat(other).isNotNull();
                }
                assertThat(told).hasValue(before);
            }
        }
    }

    private static RegistrySnapshot start(String... enabled) {
        return new RegistrySnapshot(
                List.of(enabled),
                Map.of("zebra_dot", JsonText.of("{\"url\":\"https://zebra.example\",\"n\":1.50}")),
                Map.of("zebra", List.of("look", "run"), "none", List.of()));
    }
}
