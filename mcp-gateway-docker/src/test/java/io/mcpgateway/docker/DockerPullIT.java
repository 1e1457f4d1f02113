package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.LocalRegistry;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.RegistryExtension;
import io.mcpgateway.testkit.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DockerPullIT {
    private static final String PASSWORD = RegistryExtension.PASSWORD;

    private static RealEngine engine;

    @RegisterExtension
    private static final RegistryExtension open = RegistryExtension.open();

    @RegisterExtension
    private static final RegistryExtension guarded = RegistryExtension.guarded();

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws IOException {
        engine = RealEngine.require(DockerPullIT.class);
    }

    @AfterAll
    static void stop() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void missingImageIsPulledWithProgressAndRuns() throws IOException {
        String reference = publish(open, "tool", new AuthConfig());
        List<long[]> steps = new ArrayList<>();
        try (TestContext context = context("{}");
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            assertThat(runtime.find(reference)).as("before it is pulled").isEmpty();
            ImageFacts facts =
                    runtime.prepare(reference, (status, current, total) -> steps.add(new long[] {current, total}));

            assertThat(facts.reference()).isEqualTo(reference);
            assertThat(facts.digests())
                    .singleElement()
                    .asString()
                    .matches("127\\.0\\.0\\.1:.*/tool@sha256:[0-9a-f]{64}");
            assertThat(runtime.find(reference)).contains(facts);
            assertThat(facts.id()).matches("sha256:[0-9a-f]{64}");
            assertThat(facts.labels()).containsEntry("io.mcpgateway.test", "pull");
            long[] last = steps.get(steps.size() - 1);
            assertThat(last[1]).isGreaterThan(3_000_000);
            assertThat(last[0]).isEqualTo(last[1]);
            assertThat(steps).allSatisfy(step -> assertThat(step[0]).isLessThanOrEqualTo(step[1]));
            RecordingListener heard = new RecordingListener();
            Workload workload = runtime.start(
                    WorkloadSpec.image("tool", reference)
                            .arguments(List.of("/bin/sh", "-c", "echo pulled"))
                            .network(new WorkloadSpec.Network.None())
                            .build(),
                    heard);
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .until(() -> workload.exit().toCompletableFuture().isDone());
            assertThat(heard.stdoutText()).isEqualTo("pulled\n");
        } finally {
            remove(reference);
        }
    }

    @Test
    void imageThatIsPresentIsNotPulledEvenIfItsRegistryIsGone() {
        List<String> steps = new ArrayList<>();
        try (TestContext context = context("{}");
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            ImageFacts facts = runtime.prepare(engine.image(), (status, current, total) -> steps.add(status));

            assertThat(facts.labels()).containsEntry("io.mcpgateway.test", "yes");
            assertThat(steps).isEmpty();
        }
    }

    @Test
    void imageIsPulledByItsDigest() throws IOException {
        String tagged = publish(open, "pinned", new AuthConfig());
        try (TestContext context = context("{}");
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            runtime.prepare(tagged, PullProgress.NONE);
            String pinned = engine.docker()
                    .inspectImageCmd(tagged)
                    .exec()
                    .getRepoDigests()
                    .get(0);
            remove(tagged);

            ImageFacts facts = runtime.prepare(pinned, PullProgress.NONE);

            assertThat(engine.docker().inspectImageCmd(facts.id()).exec().getRepoDigests())
                    .contains(pinned);
            remove(facts.id());
        }
    }

    @Test
    void unknownImageIsNamedWithWhatTheRegistrySays() {
        String reference = open.host() + "/no/such/image:1";
        assertFails(context("{}"), reference, open.host(), "not found");
    }

    @Test
    void registryThatIsDownIsNamed() throws IOException {
        String host = "127.0.0.1:" + LocalRegistry.freePort();
        assertFails(context("{}"), host + "/some/image:1", host, "refused");
    }

    @Test
    void registryThatWantsALoginIsOpenedByTheCredentialsOfTheDockerClient() throws IOException {
        AuthConfig login = new AuthConfig()
                .withUsername(RegistryExtension.USER)
                .withPassword(PASSWORD)
                .withRegistryAddress(guarded.host());
        String reference = publish(guarded, "private", login);
        String encoded = Base64.getEncoder()
                .encodeToString((RegistryExtension.USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));

        assertFails(context("{}"), reference, guarded.host(), "docker login");
        assertFails(
                context("{\"auths\":{\"%s\":{\"auth\":\"aXQ6d3Jvbmc=\"}}}".formatted(guarded.host())),
                reference,
                guarded.host(),
                "docker login");
        assertPulls(context("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(guarded.host(), encoded)), reference);
        assertPulls(context("{\"credsStore\":\"it\"}"), reference);
        assertPulls(context("{\"credHelpers\":{\"%s\":\"it\"}}".formatted(guarded.host())), reference);
    }

    private static void assertPulls(TestContext given, String reference) {
        try (TestContext context = given;
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            assertThat(runtime.prepare(reference, PullProgress.NONE).id()).startsWith("sha256:");
            assertThat(context.reported().toString()).doesNotContain(PASSWORD);
        } finally {
            remove(reference);
        }
    }

    private static void assertFails(TestContext given, String reference, String... parts) {
        try (TestContext context = given;
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            assertThatThrownBy(() -> runtime.prepare(reference, PullProgress.NONE))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining(reference)
                    .hasMessageContainingAll(parts)
                    .satisfies(e -> assertThat(((GatewayException) e).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE));
        }
    }

    /** A context whose Docker client has this configuration, and a credential helper called {@code it}. */
    private TestContext context(String configuration) {
        try {
            Path docker = Files.createTempDirectory(home, "docker");
            Files.writeString(docker.resolve("config.json"), configuration);
            Path helper = Files.writeString(
                    docker.resolve("docker-credential-it"), """
                    #!/bin/sh
                    read registry
                    if [ "$1" = get ] && [ "$registry" = "%s" ]; then
                        echo '{"ServerURL":"%s","Username":"it","Secret":"%s"}'
                        exit 0
                    fi
                    echo "credentials not found in native keychain"
                    exit 1
                    """.formatted(guarded.host(), guarded.host(), PASSWORD));
            Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
            Map<String, String> environment = new LinkedHashMap<>(System.getenv());
            environment.put("DOCKER_HOST", engine.client().endpoint().uri().toString());
            environment.put("DOCKER_CONFIG", docker.toString());
            environment.put("PATH", docker + ":" + environment.get("PATH"));
            return TestContext.create(home).withEnvironment(environment);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Builds an image with a layer of its own, pushes it and removes it here. */
    private static String publish(RegistryExtension registry, String name, AuthConfig login) throws IOException {
        String reference = registry.host() + "/it/" + name + ":" + UUID.randomUUID();
        byte[] noise = new byte[3 << 20];
        new Random(42).nextBytes(noise);
        byte[] context = RealEngine.tar(Map.of(
                "Dockerfile",
                ("FROM " + engine.image() + "\nCOPY noise/data /noise-" + UUID.randomUUID()
                                + "\nLABEL io.mcpgateway.test=pull\n")
                        .getBytes(StandardCharsets.UTF_8),
                "noise/data",
                noise));
        try {
            engine.docker()
                    .buildImageCmd(new ByteArrayInputStream(context))
                    .withTags(java.util.Set.of(reference))
                    .withForcerm(true)
                    .exec(new com.github.dockerjava.api.command.BuildImageResultCallback())
                    .awaitImageId();
            engine.docker()
                    .pushImageCmd(reference)
                    .withAuthConfig(login)
                    .exec(new ResultCallback.Adapter<>())
                    .awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        remove(reference);
        return reference;
    }

    private static void remove(String reference) {
        try {
            engine.docker().removeImageCmd(reference).withForce(true).exec();
        } catch (NotFoundException e) {
            // Never pulled.
        }
    }
}
