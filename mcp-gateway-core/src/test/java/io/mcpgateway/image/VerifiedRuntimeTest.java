package io.mcpgateway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ContainerRuntime.WorkloadListener;
import io.mcpgateway.spi.ImageVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedRuntimeTest {
    private static final String OLD = "sha256:" + "0".repeat(64);
    private static final String NEW = "sha256:" + "1".repeat(64);

    private final List<String> done = new ArrayList<>();
    private final Map<String, List<String>> present = new HashMap<>();
    private final Verifier verifier = new Verifier();
    private final Runtime real = new Runtime();
    private VerifiedRuntime runtime =
            VerifiedRuntime.before(real, verifier, Path.of("."), (level, message, facts) -> {});

    @BeforeEach
    void create(@TempDir Path home) {
        runtime = again(home);
    }

    private VerifiedRuntime again(Path home) {
        return VerifiedRuntime.before(
                real, verifier, home, (level, message, facts) -> done.add("event " + facts.get("image")));
    }

    /** Covers what is under {@code reg.example/}, and finds {@link #NEW} behind every tag. */
    private final class Verifier implements ImageVerifier {
        private boolean good = true;
        private boolean all;

        @Override
        public boolean covers(String image) {
            return all || image.startsWith("reg.example/");
        }

        @Override
        public String resolve(String image) {
            done.add("resolve " + image);
            return NEW;
        }

        @Override
        public void verify(String image, String digest) {
            done.add("verify " + digest);
            if (!good) {
                throw new GatewayException(ErrorCode.DENIED, "not signed");
            }
        }
    }

    private final class Runtime implements ContainerRuntime {
        private WorkloadSpec started = WorkloadSpec.image("none", "none").build();

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.IMAGE);
        }

        @Override
        public Optional<ImageFacts> find(String reference) {
            return Optional.ofNullable(present.get(reference))
                    .map(digests -> new ImageFacts(reference, "sha256:id", Map.of(), digests));
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            done.add("prepare " + reference);
            return new ImageFacts(reference, "sha256:id", Map.of());
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            started = spec;
            done.add("start " + spec.image().orElse(""));
            return mock(Workload.class);
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public void close() {
            done.add("close");
        }
    }

    private void prepare(String image) {
        runtime.prepare(image, PullProgress.NONE);
    }

    private void start(String image) {
        runtime.start(
                WorkloadSpec.image("s", image)
                        .environment(Map.of("A", "1"))
                        .secretEnvironment(Map.of("B", Secret.of("2")))
                        .user("1000")
                        .build(),
                mock(WorkloadListener.class));
    }

    @Test
    void aMissingImageIsVerifiedBeforeItIsPulledAndStartedAsWhatWasVerified() {
        prepare("reg.example/tool:v1");
        start("reg.example/tool:v1");

        String pinned = "reg.example/tool@" + NEW;
        assertThat(done)
                .containsExactly(
                        "resolve reg.example/tool:v1", "verify " + NEW, "prepare " + pinned, "start " + pinned);
        assertThat(real.started.environment()).containsEntry("A", "1");
        assertThat(real.started.secretEnvironment()).containsKey("B");
        assertThat(real.started.user()).contains("1000");
    }

    @Test
    void anImageThatIsThereIsTakenAsItIs() {
        present.put("reg.example/tool:v1", List.of("other.example/tool@" + NEW, "reg.example/tool@" + OLD));

        prepare("reg.example/tool:v1");

        assertThat(done).containsExactly("verify " + OLD, "prepare reg.example/tool@" + OLD);
    }

    @Test
    void aDigestIsNotAskedFor() {
        prepare("reg.example/tool:v1@" + OLD);

        assertThat(done).containsExactly("verify " + OLD, "prepare reg.example/tool@" + OLD);
    }

    @Test
    void anImageThatNobodyVouchesForIsNeitherPulledNorStarted() {
        verifier.good = false;

        assertThatThrownBy(() -> prepare("reg.example/tool:v1")).hasMessage("not signed");
        assertThatThrownBy(() -> start("reg.example/tool:v1")).hasMessage("not signed");
        assertThat(done).noneMatch(each -> each.startsWith("prepare") || each.startsWith("start"));
    }

    @Test
    void anImageThatWasMadeHereAndIsInNoRegistryIsRefusedWithTheRemedy() {
        present.put("reg.example/tool:v1", List.of());

        assertThatThrownBy(() -> prepare("reg.example/tool:v1"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContainingAll("reg.example/tool:v1", "made on this machine", "without --verify-signatures");
        assertThat(done).isEmpty();
    }

    @Test
    void whatIsStartedWithoutBeingPreparedIsVerifiedToo() {
        start("reg.example/tool:v1");

        assertThat(done).contains("verify " + NEW, "start reg.example/tool@" + NEW);
    }

    @Test
    void preparingAgainVerifiesAgain() {
        prepare("reg.example/tool:v1");
        present.put("reg.example/tool:v1", List.of("reg.example/tool@" + OLD));
        prepare("reg.example/tool:v1");
        start("reg.example/tool:v1");

        assertThat(done).endsWith("verify " + OLD, "prepare reg.example/tool@" + OLD, "start reg.example/tool@" + OLD);
    }

    @Test
    void whatWasPulledByDigestIsFoundByItsTagLaterWithoutARegistry(@TempDir Path home) throws IOException {
        runtime = again(home);
        prepare("reg.example/tool:v1");
        String pinned = "reg.example/tool@" + NEW;
        present.put(pinned, List.of(pinned));
        done.clear();

        runtime = again(home);
        prepare("reg.example/tool:v1");
        assertThat(done).containsExactly("verify " + NEW, "prepare " + pinned);

        done.clear();
        Files.writeString(home.resolve("cache/image-pins.json"), "{broken");
        runtime = again(home);
        prepare("reg.example/tool:v1");
        assertThat(done).startsWith("resolve reg.example/tool:v1");

        done.clear();
        present.clear();
        runtime = again(home);
        prepare("reg.example/tool:v1");
        assertThat(done).as("it was removed meanwhile").startsWith("resolve reg.example/tool:v1");
    }

    @Test
    void anImageWithoutARuleIsStartedAsItIsAndToldOnce() {
        prepare("other.example/tool:v1");
        start("other.example/tool:v1");

        assertThat(done)
                .containsExactly(
                        "event other.example/tool:v1", "prepare other.example/tool:v1", "start other.example/tool:v1");
    }

    @Test
    void whatWasPreparedMayBeStartedByItsContentIdAndNothingElse() {
        verifier.all = true;
        prepare("reg.example/tool:v1");
        start("sha256:id");
        assertThat(done).endsWith("start sha256:id");

        present.put(OLD, List.of("reg.example/tool@" + OLD));
        assertThatThrownBy(() -> start(OLD)).isInstanceOf(GatewayException.class);
        assertThat(done).noneMatch(each -> each.equals("start " + OLD));
    }

    @Test
    void aRuntimeThatCanTellOfItselfStillCan() {
        ContainerRuntime.Inspectable telling = mock(ContainerRuntime.Inspectable.class);
        when(telling.facts()).thenReturn(new ContainerRuntime.RuntimeFacts("engine", "here"));

        VerifiedRuntime before = VerifiedRuntime.before(telling, verifier, Path.of("."), (level, message, facts) -> {});

        assertThat(runtime).isNotInstanceOf(ContainerRuntime.Inspectable.class);
        assertThat(before)
                .isInstanceOfSatisfying(
                        ContainerRuntime.Inspectable.class,
                        inspectable -> assertThat(inspectable.facts().product()).isEqualTo("engine"));
    }

    @Test
    void engineNamesOfDockerHubAreOneRepository() {
        assertThat(ImageName.parse("docker.io/library/alpine:3").isSameRepository(ImageName.parse("alpine@" + NEW)))
                .isTrue();
        assertThat(ImageName.parse("mcp/fetch").isSameRepository(ImageName.parse("docker.io/mcp/fetch@" + NEW)))
                .isTrue();
        assertThat(ImageName.parse("localhost:5000/a").isSameRepository(ImageName.parse("a@" + NEW)))
                .isFalse();
        assertThat(ImageName.parse("localhost:5000/a").at(NEW)).isEqualTo("localhost:5000/a@" + NEW);
    }
}
