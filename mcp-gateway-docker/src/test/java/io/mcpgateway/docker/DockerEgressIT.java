package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made around a workload that is held to an allow-list, and that it goes with it. */
class DockerEgressIT extends OnEngine {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static WorkloadSpec.Builder held(String script, String... hosts) {
        return engine.shell(script).network(new WorkloadSpec.Network.AllowList(List.of(hosts)));
    }

    private List<Container> proxies() {
        return engine.docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(
                        Map.of("io.mcpgateway.owner.id", context.owner().id(), "docker-mcp-proxy", "true"))
                .exec();
    }

    private List<Network> networks() {
        return engine.docker()
                .listNetworksCmd()
                .withFilter(
                        "label",
                        List.of("io.mcpgateway.owner.id=" + context.owner().id()))
                .exec();
    }

    private void assertNothingIsLeft() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(proxies()).isEmpty();
            assertThat(networks()).isEmpty();
        });
    }

    @Test
    void aWorkloadAndItsProxyAreAloneOnANetworkWithoutAHost() {
        WorkloadSpec spec = held("cat", "a.example:443", "db.example:5432/tcp")
                .environment(Map.of("HTTP_PROXY", "http://elsewhere:1"))
                .secretEnvironment(Map.of("https_proxy", Secret.of("http://elsewhere:2")))
                .extraHosts(List.of("a.example:10.9.8.7"))
                .build();

        Workload workload = runtime.start(spec, heard);

        Network network = engine.docker()
                .inspectNetworkCmd()
                .withNetworkId(networks().get(0).getId())
                .exec();
        assertThat(networks()).hasSize(1);
        assertThat(network.getInternal()).isTrue();
        assertThat(network.getEnableIPv6()).isFalse();
        assertThat(network.getOptions()).containsEntry("com.docker.network.bridge.inhibit_ipv4", "true");
        InspectContainerResponse proxy = engine.inspect(proxies().get(0).getId());
        assertThat(network.getContainers()).containsOnlyKeys(workload.id(), proxy.getId());
        assertThat(network.getLabels()).containsAllEntriesOf(context.owner().toLabels());

        InspectContainerResponse shown = engine.inspect(workload.id());
        assertThat(shown.getNetworkSettings().getNetworks()).containsOnlyKeys(network.getName());
        String address =
                proxy.getNetworkSettings().getNetworks().get(network.getName()).getIpAddress();
        assertThat(shown.getHostConfig().getDns()).containsExactly(address);
        assertThat(shown.getHostConfig().getExtraHosts()).isNullOrEmpty();
        assertThat(shown.getConfig().getEnv())
                .contains("HTTP_PROXY=http://" + address + ":3128", "https_proxy=http://" + address + ":3128")
                .noneMatch(variable -> variable.contains("elsewhere"));

        HostConfig host = proxy.getHostConfig();
        assertThat(proxy.getNetworkSettings().getNetworks()).containsOnlyKeys("bridge", network.getName());
        assertThat(proxy.getConfig().getUser()).isEqualTo("65534:65534");
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getCapAdd()).isNullOrEmpty();
        assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getAutoRemove()).isTrue();
        assertThat(host.getMemory()).isEqualTo(192L << 20);
        assertThat(host.getExtraHosts()).containsExactly("a.example:10.9.8.7");

        workload.close();
        assertNothingIsLeft();
    }

    @Test
    void theyGoWhenTheWorkloadEndsByItself() throws Exception {
        Workload workload = runtime.start(held("cat", "a.example:443").build(), heard);
        workload.stdin().close();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(workload.exit().toCompletableFuture()).isCompleted());
        assertNothingIsLeft();
    }

    @Test
    void theyGoWhenTheWorkloadCannotBeStarted() {
        WorkloadSpec spec = WorkloadSpec.image("it", "no-such-image:1")
                .network(new WorkloadSpec.Network.AllowList(List.of("a.example:443")))
                .build();

        assertThatThrownBy(() -> runtime.start(spec, heard)).isInstanceOf(GatewayException.class);
        assertNothingIsLeft();
    }

    @Test
    void theyGoWithTheRuntime() {
        runtime.start(held("cat", "a.example:443").build(), heard);
        runtime.start(held("cat", "a.example:443").build(), new RecordingListener());
        assertThat(networks()).hasSize(2);

        runtime.close();

        assertThat(proxies()).isEmpty();
        assertThat(networks()).isEmpty();
    }

    @Test
    void aWorkloadEndsWithItsProxy() {
        Workload workload = runtime.start(held("cat", "a.example:443").build(), heard);

        engine.docker().killContainerCmd(proxies().get(0).getId()).exec();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(workload.exit().toCompletableFuture()).isCompleted());
        assertThat(context.reported()).anyMatch(event -> event.contains("The egress proxy of a server has ended"));
        assertNothingIsLeft();
    }

    @Test
    void aProxyThatCannotServeIsAnErrorThatSaysSo() {
        context.withSettings(Map.of("egress-network", "no-such-network"));
        assertThatThrownBy(() -> runtime.start(held("cat", "a.example:443").build(), heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("no-such-network");
        assertNothingIsLeft();

        context.withSettings(Map.of("egress-image", "no-such-image:1"));
        assertThatThrownBy(() -> runtime.start(held("cat", "a.example:443").build(), heard))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("no-such-image:1")
                .hasMessageContaining("egress build");
        assertNothingIsLeft();
    }

    @Test
    void theNetworkOfADeadGatewayIsSweptWithItsContainers() {
        Workload workload = runtime.start(held("cat", "a.example:443").build(), heard);
        String network = networks().get(0).getId();
        try (TestContext other = TestContext.create(directory).withProbe((pid, start) -> false);
                ContainerRuntime sweeper = DockerContainerRuntime.create(other)) {
            sweeper.sweep();
        }

        assertThat(engine.exists(workload.id())).isFalse();
        assertThatThrownBy(() -> engine.docker()
                        .inspectNetworkCmd()
                        .withNetworkId(network)
                        .exec())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void theNetworkOfALivingGatewayIsLeftAlone() {
        runtime.start(held("cat", "a.example:443").build(), heard);
        try (TestContext other = TestContext.create(directory);
                ContainerRuntime sweeper = DockerContainerRuntime.create(other)) {
            sweeper.sweep();
        }

        assertThat(networks()).hasSize(1);
        assertThat(proxies()).hasSize(1);
    }
}
