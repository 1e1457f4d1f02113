package io.mcpgateway.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {
    private static final PackageRequest NOTES =
            new PackageRequest(new PackageReference(PackageRegistry.NPM, "notes", "1.2.3", "", ""), false, false);

    private static PackageSettings from(PackageRegistry registry, String address) {
        return new PackageSettings(
                PackageSettings.Venue.AUTO, Map.of(), Map.of(registry, URI.create(address)), Set.of());
    }

    /** Has images that can be taken away, and fetches whatever is wanted. */
    private static final class Engine implements ContainerRuntime {
        private String id = "sha256:1";
        private int pulls;
        private int fetches;
        private boolean imageIsThere;

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.IMAGE);
        }

        @Override
        public Optional<ImageFacts> find(String reference) {
            return imageIsThere ? Optional.of(new ImageFacts(reference, id, Map.of(), List.of())) : Optional.empty();
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            pulls++;
            imageIsThere = true;
            return find(reference).orElseThrow();
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            fetches++;
            byte[] told = "{\"version\": \"1.2.3\", \"script\": \"notes.js\"}\n".getBytes(StandardCharsets.UTF_8);
            listener.stdout(told, 0, told.length);
            return new Workload() {
                @Override
                public String id() {
                    return "fetch";
                }

                @Override
                public OutputStream stdin() {
                    return OutputStream.nullOutputStream();
                }

                @Override
                public CompletionStage<WorkloadExit> exit() {
                    return CompletableFuture.completedFuture(WorkloadExit.of(0));
                }

                @Override
                public void stop(Duration grace) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatSomebodyRemovedIsFetchedAgain(@TempDir Path home) {
        Engine engine = new Engine();
        Packages packages =
                new Packages(PackageSettings.DEFAULT, kind -> engine, home, Map.of(), (level, message, details) -> {});
        WorkloadSpec notes = WorkloadSpec.packaged("notes", NOTES).build();

        packages.ready(notes);
        assertThat(packages.ready(notes).image()).contains("sha256:1");
        assertThat(engine.fetches).as("once for both").isEqualTo(1);

        packages.forget(notes);
        packages.ready(notes);
        assertThat(engine.fetches).as("after it did not come up").isEqualTo(2);

        engine.imageIsThere = false;
        assertThat(packages.ready(notes).image()).as("another pull").contains("sha256:1");
        assertThat(engine.pulls).isEqualTo(2);
    }

    @Test
    void theNextGatewayRunsTheSameBuildOrNone(@TempDir Path home) {
        Engine engine = new Engine();
        WorkloadSpec notes = WorkloadSpec.packaged("notes", NOTES).build();
        new Packages(PackageSettings.DEFAULT, kind -> engine, home, Map.of(), (level, message, details) -> {})
                .ready(notes);
        Packages next =
                new Packages(PackageSettings.DEFAULT, kind -> engine, home, Map.of(), (level, message, details) -> {});

        engine.id = "sha256:2";
        assertThatThrownBy(() -> next.ready(notes))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("another build, sha256:2, than when it was first used, sha256:1");
        assertThat(engine.fetches).isEqualTo(1);

        engine.id = "sha256:1";
        assertThat(next.ready(notes).image()).contains("sha256:1");
    }

    @Test
    void theVolumeOfAPackageCanBeTold(@TempDir Path home) {
        Engine engine = new Engine();
        WorkloadSpec started = new Packages(
                        PackageSettings.DEFAULT, kind -> engine, home, Map.of(), (level, message, details) -> {})
                .ready(WorkloadSpec.packaged("notes", NOTES).build());

        assertThat(volume(engine, home)).isPresent();
        assertThat(started.mounts())
                .contains(new WorkloadSpec.Volume(volume(engine, home).orElseThrow(), "/package", true));
        engine.imageIsThere = false;
        assertThat(volume(engine, home)).isEmpty();
    }

    private static Optional<String> volume(Engine engine, Path home) {
        return Packages.volume(engine, home, PackageSettings.DEFAULT, "notes", NOTES.reference(), Optional.empty());
    }

    @Test
    void whatAnotherRegistryGaveIsAnotherBuild() {
        String ofThePublicOne = Packages.key(NOTES, PackageSettings.DEFAULT, "node");

        assertThat(Packages.key(NOTES, from(PackageRegistry.NPM, "https://npm.example/"), "node"))
                .isNotEqualTo(ofThePublicOne);
        assertThat(Packages.key(NOTES, from(PackageRegistry.PYPI, "https://pypi.example/"), "node"))
                .as("nothing of npm comes from there")
                .isEqualTo(ofThePublicOne);
    }
}
