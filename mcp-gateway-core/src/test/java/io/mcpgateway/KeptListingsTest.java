package io.mcpgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.Era;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.spi.ContainerRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server offers is known again after a restart of the gateway, without a start of the server. */
class KeptListingsTest {
    private static final String PINNED = "example/s@sha256:" + "a".repeat(64);
    private static final String TAGGED = "example/s:latest";

    @TempDir
    private Path home;

    private final EchoServer server = new EchoServer(Era.LEGACY);
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile String image = "";
    private String configuration = "{}";
    private String secret = "one";
    private boolean refresh = true;
    private volatile boolean broken;
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Counts how often the server is started. */
    private final class Counting implements ContainerRuntime {
        private final LineRuntime lines = new LineRuntime(server);

        @Override
        public Set<WorkloadKind> kinds() {
            return lines.kinds();
        }

        @Override
        public Optional<ImageFacts> find(String reference) {
            looks.incrementAndGet();
            return image.isEmpty() ? Optional.empty() : Optional.of(new ImageFacts(reference, image, Map.of()));
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            return lines.prepare(reference, progress);
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            starts.incrementAndGet();
            if (broken) {
                throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "out of luck");
            }
            return lines.start(spec, listener);
        }

        @Override
        public SweepReport sweep() {
            return lines.sweep();
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    private McpGateway start(String image) throws IOException {
        Path catalog = Files.writeString(home.resolve("catalog.yaml"), """
                registry:
                  s:
                    type: server
                    image: %s
                    secrets: [{name: s.token, env: TOKEN}]
                """.formatted(image));
        Path secrets = Files.writeString(home.resolve("secrets.env"), "s.token=" + secret + "\n");
        McpGateway gateway = McpGateway.builder()
                .home(home)
                .catalog(Catalogs.file(catalog))
                .secrets(SecretStores.envFile(secrets))
                .configure("s", JsonText.of(configuration))
                .enable("s")
                .runtime(new Counting())
                .events((level, message, facts) -> told.add(message))
                .options(GatewayOptions.builder().refreshListings(refresh).build())
                .build();
        gateway.start();
        return gateway;
    }

    private static String tools(McpGateway gateway) {
        try (TestClient client = TestClient.legacy(gateway.gate())) {
            return client.request("tools/list", "{}").toString();
        }
    }

    /** Runs a gateway to its end; what clients see of the server. */
    private String run(String image) throws IOException {
        try (McpGateway gateway = start(image)) {
            return tools(gateway);
        }
    }

    private List<Path> files() throws IOException {
        Path directory = home.resolve("cache/listings");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void anImageThatIsNamedByItsDigestIsListedOnce() throws IOException {
        String first = run(PINNED);
        assertThat(starts).hasValue(1);
        assertThat(run(PINNED)).isEqualTo(first).contains("\"name\":\"t\"");
        assertThat(starts).hasValue(1);
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void behindATagTheListIsThereAtOnceAndTheServerIsListedAgain() throws IOException {
        run(TAGGED);
        try (McpGateway gateway = start(TAGGED)) {
            assertThat(gateway.status().get(0).state()).isEqualTo(ServerStatus.State.LISTED);
            await().untilAsserted(() -> assertThat(starts).hasValue(2));
        }
    }

    @Test
    void aServerThatCannotBeListedAgainKeepsItsList() throws IOException {
        String first = runUntilKept(TAGGED);
        broken = true;
        try (McpGateway gateway = start(TAGGED)) {
            await().untilAsserted(() -> assertThat(told).anyMatch(message -> message.contains("cannot be listed")));
            assertThat(gateway.status().get(0).state()).isEqualTo(ServerStatus.State.LISTED);
            assertThat(tools(gateway)).isEqualTo(first);
        }
    }

    @Test
    void behindATagTheServerIsListedAgainOnlyIfTheTagNamesAnotherImage() throws IOException {
        image = "sha256:1";
        String first = runUntilKept(TAGGED);
        assertThat(starts).hasValue(1);
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(files().get(0), longAgo);
        int before = looks.get();
        try (McpGateway gateway = start(TAGGED)) {
            assertThat(tools(gateway)).isEqualTo(first);
            await().untilAsserted(() -> assertThat(looks.get()).isGreaterThan(before));
            await().untilAsserted(() -> assertThat(Files.getLastModifiedTime(files().get(0)))
                    .as("confirmed")
                    .isGreaterThan(longAgo));
        }
        assertThat(starts).hasValue(1);
        image = "sha256:2";
        try (McpGateway gateway = start(TAGGED)) {
            assertThat(tools(gateway)).isEqualTo(first);
            await().untilAsserted(() -> assertThat(starts).hasValue(2));
        }
    }

    private String runUntilKept(String reference) throws IOException {
        try (McpGateway gateway = start(reference)) {
            String seen = tools(gateway);
            await().untilAsserted(() -> assertThat(files()).hasSize(1));
            return seen;
        }
    }

    @Test
    void whoDoesNotRefreshBelievesATagForAnHour() throws IOException {
        refresh = false;
        run(TAGGED);
        run(TAGGED);
        assertThat(starts).hasValue(1);
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        }
        run(TAGGED);
        assertThat(starts).hasValue(2);
    }

    @Test
    void anotherConfigurationOrSecretOrImageIsAnotherListing() throws IOException {
        run(PINNED);
        configuration = "{\"a\":1}";
        run(PINNED);
        assertThat(starts).hasValue(2);
        secret = "two";
        run(PINNED);
        assertThat(starts).hasValue(3);
        run(PINNED.replace('a', 'b'));
        assertThat(starts).hasValue(4);
        run(PINNED);
        assertThat(starts).hasValue(4);
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        String first = run(PINNED);
        for (String damage : List.of("", "{", "[]", "{\"tools\":[{}]}", "{\"tools\":7}", "\u0000")) {
            Files.writeString(files().get(0), damage);
            int before = starts.get();
            String again = run(PINNED);
            assertThat(again).as(damage).isEqualTo(first);
            assertThat(starts).as(damage).hasValue(before + 1);
        }
    }

    @Test
    void noSecretIsWritten() throws IOException {
        secret = "topsecret-value";
        run(PINNED);
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .doesNotContain(secret);
        }
    }
}
