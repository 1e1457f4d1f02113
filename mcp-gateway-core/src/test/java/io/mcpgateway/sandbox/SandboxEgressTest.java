package io.mcpgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.testkit.TestContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sandbox that is held to a list has no way out but the proxy. What it reaches through it is told by NetworkMatrixIT: here
 * there is nothing but this machine, of which the proxy reaches nothing.
 */
class SandboxEgressTest {
    private static final Network LIST = new Network.AllowList(List.of("a.example:443", "10.9.8.7:1"));

    /** Speaks to the proxy as a client does that knows of it, without any program that might not be there. */
    private static final String ASK = """
            exec 3<>/dev/tcp/127.0.0.1/3128 || exit 3
            printf 'CONNECT %s HTTP/1.1\\r\\n\\r\\n' "$1" >&3
            head -n 1 <&3
            """;

    @BeforeAll
    static void sandboxesCanBeMade(@TempDir Path home) {
        Needs.sandboxes(home);
    }

    private static SandboxedShell.Result ask(ContainerRuntime runtime, String target) throws Exception {
        String script = "exec bash -c '" + ASK.replace("'", "'\\''") + "' ask " + target;
        return SandboxedShell.run(runtime, script, spec -> spec.network(LIST));
    }

    @Test
    void whatIsNotOnTheListIsRefusedAndTold(@TempDir Path home) throws Exception {
        try (TestContext context = TestContext.create(home);
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ContainerRuntime runtime = new SandboxRuntimeProvider().create(context)) {
            for (String target : List.of("b.example:443", "127.0.0.1:" + listener.getLocalPort())) {
                assertThat(ask(runtime, target).out()).as(target).startsWith("HTTP/1.1 403 ");
                assertThat(context.reported())
                        .anyMatch(event -> event.contains("egress refused")
                                && event.contains("host=" + target.substring(0, target.indexOf(':'))));
            }
        }
    }

    @Test
    void thereIsNoOtherNetwork(@TempDir Path home) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            SandboxedShell.Result result = SandboxedShell.run(
                    home,
                    "cat /proc/net/dev; bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + listener.getLocalPort()
                            + "' || echo closed",
                    spec -> spec.network(LIST));

            assertThat(result.out()).contains("lo:").endsWith("closed\n").doesNotContain("eth0");
        }
    }

    @Test
    void theWorkloadsStreamsAndItsStatusPassThrough(@TempDir Path home) throws Exception {
        SandboxedShell.Result result =
                SandboxedShell.run(home, "echo $http_proxy; echo problem >&2; exit 7", spec -> spec.network(LIST));

        assertThat(result.out()).isEqualTo("http://127.0.0.1:3128\n");
        assertThat(result.err()).contains("problem");
        assertThat(result.status()).isEqualTo(7);
    }

    @Test
    void theSocketGoesWithTheSandbox() {
        WorkloadSpec spec =
                WorkloadSpec.sandbox("probe", List.of("true")).network(LIST).build();
        SandboxEgress egress =
                SandboxEgress.open(spec, (level, message, facts) -> {}).orElseThrow();
        List<Path> sources = egress.inside().mounts().stream()
                .map(mount -> ((Bind) mount).source())
                .toList();
        assertThat(sources).hasSize(2).allMatch(Files::exists);

        egress.close();

        assertThat(sources).noneMatch(Files::exists);
        assertThat(sources.get(0).getParent()).doesNotExist();
    }
}
