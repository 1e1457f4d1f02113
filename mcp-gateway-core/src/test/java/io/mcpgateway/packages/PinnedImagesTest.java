package io.mcpgateway.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedImagesTest {
    private static final String NODE = "node:24-bookworm-slim";
    private static final String OLD = digest('a');
    private static final String NEW = digest('b');

    @TempDir
    Path home;

    private final Engine engine = new Engine();
    private final List<String> events = new ArrayList<>();

    private static String digest(char digit) {
        return "sha256:" + String.valueOf(digit).repeat(64);
    }

    /** Has images by each name that finds them, and pulls what the registry has. */
    private static final class Engine implements ContainerRuntime {
        private final Map<String, ImageFacts> here = new HashMap<>();
        private final Map<String, ImageFacts> registry = new HashMap<>();
        private final List<String> pulled = new ArrayList<>();

        /** An image of a registry; its id is another text than its digest. */
        private static ImageFacts published(String digest) {
            return new ImageFacts(
                    "",
                    digest.replace("sha256:", "sha256:id"),
                    Map.of(),
                    List.of("other@" + digest('c'), "node@" + digest));
        }

        private static ImageFacts built(String id) {
            return new ImageFacts("", id, Map.of());
        }

        /** The tag is moved in the registry; what it was is there by its digest still. */
        private void publish(String digest) {
            registry.put(NODE, published(digest));
            registry.put("node@" + digest, published(digest));
        }

        private void pull(String reference) {
            ImageFacts facts = Optional.ofNullable(registry.get(reference))
                    .orElseThrow(() -> new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "no such manifest"));
            pulled.add(reference);
            here.put(reference, facts);
            here.put(facts.digests().get(1), facts);
        }

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.IMAGE);
        }

        @Override
        public Optional<ImageFacts> find(String reference) {
            return Optional.ofNullable(here.get(reference));
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            if (!here.containsKey(reference)) {
                pull(reference);
            }
            return here.get(reference);
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            throw new AssertionError("nothing is started");
        }

        @Override
        public SweepReport sweep() {
            throw new AssertionError("nothing is swept");
        }

        @Override
        public void close() {}
    }

    /** Another run of the gateway. */
    private PinnedImages run() {
        return new PinnedImages(
                engine,
                PullProgress.NONE,
                home,
                (level, message, facts) -> events.add(level + " " + message + " " + facts));
    }

    private Path file() {
        return home.resolve("package-images.yaml");
    }

    private void deleteLineOf(String image) throws IOException {
        List<String> lines = Files.readAllLines(file());
        assertThat(lines.removeIf(line -> line.contains(image))).isTrue();
        Files.write(file(), lines);
    }

    @Test
    void theDigestOfATagIsKeptWhenItIsFirstUsed() throws IOException {
        engine.publish(OLD);

        assertThat(run().look(NODE).build()).isEmpty();
        assertThat(file()).as("looking settles nothing").doesNotExist();
        assertThat(run().prepare(NODE).digests()).contains("node@" + OLD);

        assertThat(Files.readString(file())).contains("\"" + NODE + "\": \"node@" + OLD + "\"\n");
        assertThat(run().look(NODE))
                .isEqualTo(new Packages.Image(
                        Optional.of("node@" + OLD),
                        Optional.of(Engine.published(OLD).id()),
                        Optional.empty(),
                        file()));
    }

    @Test
    void aTagThatWasMovedIsTheBuildThatItWasFirst() {
        engine.publish(OLD);
        run().prepare(NODE);
        engine.publish(NEW);
        engine.pull(NODE);

        assertThat(run().prepare(NODE).digests()).contains("node@" + OLD);
        assertThat(events)
                .singleElement()
                .asString()
                .startsWith("WARN ")
                .contains("used=node@" + OLD, "now=node@" + NEW, "file=" + file());
        assertThat(run().look(NODE).other()).contains("node@" + NEW);
    }

    @Test
    void theBuildIsPulledByItsDigestIfItIsGone() {
        engine.publish(OLD);
        run().prepare(NODE);
        engine.publish(NEW);
        engine.here.clear();
        engine.pulled.clear();

        assertThat(run().look(NODE).id()).isEmpty();
        assertThat(run().prepare(NODE).digests()).contains("node@" + OLD);
        assertThat(engine.pulled).containsExactly("node@" + OLD);
        assertThat(events).isEmpty();
    }

    @Test
    void anotherBuildIsRefusedUntilItsLineIsDeleted() throws IOException {
        engine.publish(OLD);
        run().prepare(NODE);
        engine.publish(NEW);
        engine.registry.remove("node@" + OLD);
        engine.here.clear();
        engine.pull(NODE);

        assertThatThrownBy(() -> run().prepare(NODE))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContaining(
                        "'%s': it stands for another build, node@%s, than when it was first used, node@%s, which cannot"
                                + " be had: no such manifest. To use the new one, delete the line of '%s' from %s",
                        NODE, NEW, OLD, NODE, file());

        deleteLineOf(NODE);
        assertThat(run().prepare(NODE).digests()).contains("node@" + NEW);
        assertThat(run().look(NODE).build()).contains("node@" + NEW);
    }

    @Test
    void whatCannotBePulledAndIsNotReplacedIsNotRefusedButMissing() {
        engine.publish(OLD);
        run().prepare(NODE);
        engine.registry.clear();
        engine.here.clear();

        assertThatThrownBy(() -> run().prepare(NODE))
                .isInstanceOf(GatewayException.class)
                .hasMessage("no such manifest");
    }

    @Test
    void anImageThatWasMadeHereIsKnownByItsContent() throws IOException {
        engine.here.put("my/runtime", Engine.built(OLD));
        assertThat(run().prepare("my/runtime").id()).isEqualTo(OLD);
        assertThat(run().prepare("my/runtime").id()).isEqualTo(OLD);

        engine.here.put("my/runtime", Engine.built(NEW));
        engine.here.put(OLD, Engine.built(OLD)); // what it was has no name any more
        assertThatThrownBy(() -> run().prepare("my/runtime"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(
                        "another build, %s, than when it was first used, %s. To use the new one, delete the line of"
                                + " 'my/runtime' from %s",
                        NEW, OLD, file());
        assertThat(run().look("my/runtime"))
                .isEqualTo(new Packages.Image(Optional.of(OLD), Optional.empty(), Optional.of(NEW), file()));

        deleteLineOf("my/runtime");
        assertThat(run().prepare("my/runtime").id()).isEqualTo(NEW);
    }

    @Test
    void whatNamesItsBuildIsTakenAtItsWord() {
        for (String reference : List.of("node@" + OLD, OLD)) {
            engine.here.put(reference, Engine.built(NEW)); // the engine knows what it stands for

            assertThat(run().prepare(reference).id()).isEqualTo(NEW);

            assertThat(run().look(reference).build()).contains(reference);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void commentsAndOtherLinesStay() throws IOException {
        Files.writeString(file(), "# mine\n" + NODE + "-x: node@" + NEW + " # since May");
        engine.publish(OLD);

        run().prepare(NODE);

        assertThat(Files.readString(file()))
                .isEqualTo("# mine\n" + NODE + "-x: node@" + NEW + " # since May\n\"" + NODE + "\": \"node@" + OLD
                        + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "- node", "node: [a]", "node: 7", "{}"})
    void aFileThatCannotBeReadIsAnErrorAndStaysAsItIs(String content) throws IOException {
        Files.writeString(file(), content);
        engine.publish(OLD);

        assertThatThrownBy(() -> run().prepare(NODE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file().toString());

        assertThat(file()).hasContent(content);
    }

    @Test
    void aHomeThatCannotBeWrittenIsTold() throws IOException {
        Files.createDirectory(home.resolve(".package-images.yaml.lock")); // in the way, also of root
        engine.publish(OLD);

        assertThat(run().prepare(NODE).digests()).contains("node@" + OLD);

        assertThat(events).singleElement().asString().startsWith("WARN It cannot be kept which build");
    }

    @Test
    void whatAnotherGatewayKeptFirstCounts() {
        FirstBuilds builds = new FirstBuilds(home, (level, message, facts) -> {});

        assertThat(builds.keep(NODE, "node@" + OLD)).isEqualTo("node@" + OLD);
        assertThat(builds.keep(NODE, "node@" + NEW)).isEqualTo("node@" + OLD);
        assertThat(builds.find(NODE)).contains("node@" + OLD);
    }
}
