package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway in a container beside one on the host, at one engine: neither touches the other's workloads, whichever dies.
 *
 * <p>Each gateway stands in front of a <em>polite</em> server, which ends with its input, and a <em>stubborn</em> one, which
 * does not. The engine closes the input of a dead gateway's workloads, so the polite one is gone without any sweep; the
 * stubborn one shows what a sweep does and leaves.
 *
 * <p>A gateway knows that another is dead only if both are of one process namespace, or of different boots. So a dead
 * gateway of the host is cleaned up after by the next one on the host, but that of a container by nobody: what it leaves, if
 * its server ignores the end of its input, stays until the machine boots again. That is the price of never removing the
 * workload of a gateway that lives where one cannot look.
 */
final class ContainerBesideHostIT {
    private static final Duration ENGINE_ENDS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LISTING_ENDS_WITHIN = Duration.ofSeconds(60);
    private static final Duration SWEEP_WITHIN = Duration.ofSeconds(30);

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Set<Peer> used = new HashSet<>();
    private final List<String> names = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void require() {
        Requirements.gatewayImage();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        try {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        } finally {
            for (String name : names) {
                DockerCli.removeAllOf(polite(name));
                DockerCli.removeAllOf(stubborn(name));
            }
        }
    }

    @Test
    void theNextOnTheHostRemovesWhatADeadOneLeftButNothingOfTheOneInAContainer() throws Exception {
        HttpPeer inContainer = inContainer("inside").connect();
        List<String> ofTheContainer = use(inContainer, "inside");
        StdioPeer victim = onHost("victim");
        use(victim, "victim");

        kill(victim.process());
        awaitEndOf(polite("victim"), ENGINE_ENDS_WITHIN);
        assertThat(DockerCli.containersOf(stubborn("victim")))
                .as("left for the sweep")
                .hasSize(1);
        use(onHost("next"), "next");

        awaitEndOf(stubborn("victim"), SWEEP_WITHIN);
        assertThat(use(inContainer, "inside")).isEqualTo(ofTheContainer);
    }

    @Test
    void whenTheOneInAContainerDiesTheLivingKeepTheirsAndNobodyGuesses() throws Exception {
        // The first to be created is the last that a sweep looks at: once it is gone, the sweep has seen all others.
        StdioPeer deadOnHost = onHost("dead-on-host");
        use(deadOnHost, "dead-on-host");
        StdioPeer onHost = onHost("host");
        List<String> ofTheHost = use(onHost, "host");
        HttpPeer neighbour = inContainer("neighbour").connect();
        List<String> ofTheNeighbour = use(neighbour, "neighbour");
        HttpGateway victim = inContainer("victim");
        use(victim.connect(), "victim");
        String namespaceOfTheVictim = namespaceOf(stubborn("victim"));
        assertThat(namespaceOfTheVictim)
                .isNotEmpty()
                .isNotEqualTo(namespaceOf(stubborn("neighbour")))
                .isNotEqualTo(namespaceOf(stubborn("host")));

        DockerCli.run("kill", containerName("victim"));
        kill(victim.process());
        kill(deadOnHost.process());
        awaitEndOf(polite("victim"), ENGINE_ENDS_WITHIN);
        use(onHost("next-on-host"), "next-on-host");
        awaitEndOf(stubborn("dead-on-host"), SWEEP_WITHIN);

        assertThat(DockerCli.containersOf(stubborn("victim")))
                .as("not known to be dead, seen from the host")
                .hasSize(1);

        HttpGateway nextInside = inContainer("next-inside");
        use(nextInside.connect(), "next-inside");
        String namespaceOfTheNext = namespaceOf(stubborn("next-inside"));
        nextInside.close();

        // The kernel may give the number of a namespace that has ended to a new one, and then the death is known after
        // all.
        if (namespaceOfTheNext.equals(namespaceOfTheVictim)) {
            awaitEndOf(stubborn("victim"), SWEEP_WITHIN);
        } else {
            assertThat(DockerCli.containersOf(stubborn("victim")))
                    .as("not known to be dead, seen from another container")
                    .hasSize(1);
        }
        assertThat(use(onHost, "host")).isEqualTo(ofTheHost);
        assertThat(use(neighbour, "neighbour")).isEqualTo(ofTheNeighbour);
    }

    private HttpGateway inContainer(String name) throws IOException {
        HttpGateway gateway = gateway(name).startInContainer(containerName(name));
        open.add(gateway);
        return gateway;
    }

    private StdioPeer onHost(String name) throws IOException {
        StdioPeer peer = gateway(name).startStdio();
        open.add(peer);
        return peer;
    }

    private Gateway gateway(String name) throws IOException {
        names.add(name);
        return Gateway.inFrontOf(
                        directory.resolve(name),
                        TestServer.scriptInDocker(polite(name), "echo"),
                        TestServer.scriptInDocker(stubborn(name), "tree", "/tmp/pids"))
                .with("--long-lived");
    }

    /** Calls both servers of a gateway, shaking hands if that was not done; the containers of the two. */
    private List<String> use(Peer peer, String name) {
        if (used.add(peer)) {
            peer.initialize();
        }
        for (String tool : echoTools(peer)) {
            JsonNode answer = Peer.await(peer.call(tool, arguments -> arguments.put("text", name)));
            assertThat(answer.at("/result/content/0/text").asText())
                    .as(answer.toString())
                    .isEqualTo(name);
        }
        List<String> containers = new ArrayList<>();
        for (String server : List.of(polite(name), stubborn(name))) {
            containers.addAll(Awaitility.await("only the session's container of " + server
                            + " is left, not the one that was" + " started to list its tools")
                    .atMost(LISTING_ENDS_WITHIN)
                    .until(() -> DockerCli.containersOf(server), ids -> ids.size() == 1));
        }
        return containers;
    }

    /** Both servers call their tool {@code echo}, so one of them has a prefix. */
    private static List<String> echoTools(Peer peer) {
        return Awaitility.await("both servers are listed")
                .atMost(Peer.PATIENCE)
                .until(
                        () -> {
                            List<String> tools = new ArrayList<>();
                            Peer.await(peer.request("tools/list", Peer.object(params -> {})))
                                    .at("/result/tools")
                                    .forEach(tool -> tools.add(tool.path("name").asText()));
                            return tools.stream()
                                    .filter(tool -> tool.endsWith("echo"))
                                    .toList();
                        },
                        tools -> tools.size() == 2);
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("killed").isTrue();
    }

    private static void awaitEndOf(String server, Duration limit) {
        Awaitility.await("the container of " + server + " is gone")
                .atMost(limit)
                .untilAsserted(() -> assertThat(DockerCli.containersOf(server)).isEmpty());
    }

    /** The process namespace of the gateway that owns the server's container. */
    private static String namespaceOf(String server) {
        return DockerCli.inspect(
                DockerCli.containersOf(server).get(0), "{{index .Config.Labels \"io.mcpgateway.owner.pidns\"}}");
    }

    private String containerName(String name) {
        return "mcp-gateway-test-" + name + "-" + mark;
    }

    private String polite(String name) {
        return "polite-" + name + "-" + mark;
    }

    private String stubborn(String name) {
        return "stubborn-" + name + "-" + mark;
    }
}
