package io.mcpgateway.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.McpGateway;
import io.mcpgateway.ServerStatus;
import io.mcpgateway.model.CapabilityProfile;
import io.mcpgateway.model.ClientIdentity;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.Exchange;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.OAuthTokenName;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.CatalogProvider;
import io.mcpgateway.spi.ClientGate;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.Policy;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.testkit.JavaServerDialogue;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final ClientIdentity ADA = new ClientIdentity("ada", "", "", "session");
    private static final ClientIdentity BOB = new ClientIdentity("bob", "", "", "session");

    @Test
    void theCatalogListsTheInventory() {
        assertThat(new InventoryCatalog(() -> Map.of("stock", "example.com/stock:1"))
                        .read()
                        .servers()
                        .get("stock")
                        .image())
                .hasValue("example.com/stock:1");
    }

    @Test
    void theCatalogsProviderIsFoundAndNamesAMissingSetting() {
        CatalogProvider provider = ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("inventory"))
                .findFirst()
                .orElseThrow();
        assertThat(provider.create(new SettingsOnly(Map.of("image", "a:1")))
                        .read()
                        .servers())
                .containsOnlyKeys("inventory");
        assertThatThrownBy(() -> provider.create(new SettingsOnly(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("image");
    }

    @Test
    void theRegistryTellsOfChangesUntilTheWatchIsClosed() {
        TeamRegistry registry = new TeamRegistry();
        AtomicInteger changes = new AtomicInteger();
        try (var watch = registry.watch(changes::incrementAndGet)) {
            registry.agreeOn(new RegistrySnapshot(List.of("time"), Map.of(), Map.of()));
            assertThat(watch).isNotNull();
        }
        registry.agreeOn(new RegistrySnapshot(List.of("files"), Map.of(), Map.of()));
        assertThat(changes).hasValue(1);
        assertThat(registry.read().enabled()).containsExactly("files");
    }

    @Test
    void theAssembledGatewayAsksTheRuntimeForThePinnedImage(@TempDir Path home) throws InterruptedException {
        RecordingRuntime runtime = new RecordingRuntime();
        try (McpGateway gateway = Assembly.assemble(runtime).home(home).build()) {
            gateway.start();
            gateway.awaitListings(Duration.ofSeconds(30));
            assertThat(gateway.status()).singleElement().satisfies(status -> {
                assertThat(status.name()).isEqualTo("inventory");
                assertThat(status.state()).isEqualTo(ServerStatus.State.FAILED);
                assertThat(status.problems().toString()).contains("starts nothing");
            });
            assertThat(runtime.prepared).contains(Assembly.IMAGE);
        }
        assertThat(runtime.closed).isTrue();
    }

    @Test
    void theConfiguredClientConnects(@TempDir Path home) {
        try (McpGateway gateway = McpGateway.builder()
                .home(home)
                .server("weather", SdkClients.weather())
                .build()) {
            gateway.start();
            try (McpSyncClient client = SdkClients.answering(gateway)) {
                assertThat(client.listTools().tools())
                        .extracting(McpSchema.Tool::name)
                        .containsExactly("forecast");
            }
        }
    }

    @Test
    void theVaultIsAskedForUsersSecretsOnly() {
        SecretStore store = new VaultSecrets(path -> Optional.of("value of " + path));
        assertThat(store.find(new SecretName("github.token"))).hasValue(Secret.of("value of mcp/github.token"));
        assertThat(store.find(new OAuthTokenName("github"))).isEmpty();
        SecretStore broken = new VaultSecrets(path -> {
            throw new IOException("no route");
        });
        assertThatThrownBy(() -> broken.find(new SecretName("github.token")))
                .isInstanceOf(SecretStore.UnavailableException.class);
    }

    @Test
    void onlyPinnedImagesReachTheRuntime() {
        RecordingRuntime behind = new RecordingRuntime();
        try (ContainerRuntime runtime = new PinnedImages(behind)) {
            assertThatThrownBy(() -> runtime.prepare("example.com/stock:1", ContainerRuntime.PullProgress.NONE))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("not pinned");
            assertThatThrownBy(() -> runtime.start(
                            WorkloadSpec.image("stock", "example.com/stock:1").build(), null))
                    .isInstanceOf(GatewayException.class);
            assertThat(behind.prepared).isEmpty();
            runtime.prepare("example.com/stock@sha256:12", ContainerRuntime.PullProgress.NONE);
            assertThat(behind.prepared).containsExactly("example.com/stock@sha256:12");
        }
        assertThat(behind.closed).isTrue();
    }

    @Test
    void theScriptIsPlayedToItsEnd() {
        List<String> output = new ArrayList<>();
        AtomicReference<Boolean> closed = new AtomicReference<>(false);
        ScriptTransport transport = new ScriptTransport(
                List.of(JsonText.of("{\"id\":1}"), JsonText.of("{\"id\":2}")),
                message -> output.add(message.toString()));

        transport.start((peer, toClient) -> new ClientGate.Conversation() {
            @Override
            public ClientGate.Receipt receive(JsonText message, ClientGate.ReplyStream replies) {
                replies.send(JsonText.of("{\"progress\":1}"));
                replies.end(message, ClientGate.ReplyStatus.ANSWERED);
                return new Answered();
            }

            @Override
            public void close() {
                closed.set(true);
            }
        });

        assertThat(output).containsExactly("{\"progress\":1}", "{\"id\":1}", "{\"progress\":1}", "{\"id\":2}");
        assertThat(transport.ended().toCompletableFuture()).isCompleted();
        assertThat(closed).hasValue(true);
    }

    @Test
    void theTimerMeasuresCallsOnly() {
        List<String> measured = new ArrayList<>();
        Clock clock = new TickingClock();
        CallTimer timer = new CallTimer(clock, (tool, time) -> measured.add(tool + " " + time.toSeconds() + " s"));
        for (Exchange.Kind kind : List.of(Exchange.Kind.LIST, Exchange.Kind.CALL)) {
            Exchange exchange =
                    Exchange.of(kind, "any", ADA, CapabilityProfile.EMPTY, "find", "stock", JsonText.emptyObject());
            timer.intercept(
                    exchange, asked -> CompletableFuture.completedStage(Outcome.result(JsonText.emptyObject())));
        }
        assertThat(measured).containsExactly("stock/find 1 s");
    }

    @Test
    void readersReadAndWritersWrite() {
        Policy policy = new ReadersOnly(Set.of("ada"));
        assertThat(decide(policy, ADA, Policy.Action.CALL, "delete_all").allowed())
                .isTrue();
        assertThat(decide(policy, BOB, Policy.Action.CALL, "read_one").allowed())
                .isTrue();
        assertThat(decide(policy, BOB, Policy.Action.LIST, "delete_all").allowed())
                .isTrue();
        assertThat(decide(policy, BOB, Policy.Action.CALL, "delete_all").reason())
                .isEqualTo("bob may only read");
    }

    private static Policy.Decision decide(Policy policy, ClientIdentity who, Policy.Action what, String name) {
        return policy.decide(new Policy.Question(Optional.of(who), what, "stock", name))
                .toCompletableFuture()
                .join();
    }

    @Test
    void theAsynchronousServerAnswers() {
        try (JavaServer server = SdkClients.weather();
                JavaServerDialogue dialogue = JavaServerDialogue.initialized(server)) {
            assertThat(dialogue.call("forecast", "{}").toString()).contains("sunny");
        }
    }

    private record Answered() implements ClientGate.Receipt {
        @Override
        public Kind kind() {
            return Kind.REQUEST;
        }

        @Override
        public void abandon() {}
    }

    /** A second passes with each look. */
    private static final class TickingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofSeconds(1));
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class RecordingRuntime implements ContainerRuntime {
        final List<String> prepared = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        @Override
        public Set<WorkloadKind> kinds() {
            return Set.of(WorkloadKind.IMAGE);
        }

        @Override
        public ImageFacts prepare(String reference, PullProgress progress) {
            prepared.add(reference);
            return new ImageFacts(reference, "sha256:12", Map.of());
        }

        @Override
        public Workload start(WorkloadSpec spec, WorkloadListener listener) {
            throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "This runtime starts nothing");
        }

        @Override
        public SweepReport sweep() {
            return new SweepReport(0, 0);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
