package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.settings.GatewayOptions.Egress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NetworkPlannerTest {
    private static final Network OPEN = new Network.Open(List.of());
    private static final Network NONE = new Network.None();
    private static final List<String> HOSTS = List.of("a.example:443", "*.b.example:80", "db.example:5432/tcp");

    private final Findings findings = new Findings("s");

    private static ServerEntry entry(List<String> hosts, boolean disableNetwork) {
        return ServerEntry.builder("s", ServerType.SERVER)
                .image("example/image")
                .allowHosts(hosts)
                .disableNetwork(disableNetwork)
                .build();
    }

    private Network plan(Egress egress, List<String> hosts) {
        return new NetworkPlanner(egress).network(entry(hosts, false), findings);
    }

    @Test
    void hostsAreHeldToOnlyIfTheUserWantsThat() {
        assertThat(plan(Egress.OPEN, HOSTS)).isEqualTo(OPEN);
        assertThat(plan(Egress.OPEN, List.of())).isEqualTo(OPEN);
        assertThat(plan(Egress.OPEN, List.of("foobar"))).isEqualTo(OPEN);
        assertThat(plan(Egress.ENFORCE, HOSTS)).isEqualTo(new Network.AllowList(HOSTS));
        assertThat(plan(Egress.ENFORCE, List.of())).isEqualTo(OPEN);
        assertThat(plan(Egress.BLOCK, HOSTS)).isEqualTo(new Network.AllowList(HOSTS));
        assertThat(plan(Egress.BLOCK, List.of())).isEqualTo(NONE);
        assertThat(findings.isBlocked()).isFalse();
        assertThat(findings.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutANetworkHasNoneWhateverElseItSays(Egress egress) {
        assertThat(new NetworkPlanner(egress).network(entry(HOSTS, true), findings))
                .isEqualTo(NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Egress.class,
            names = {"ENFORCE", "BLOCK"})
    void eachWrongHostIsNamed(Egress egress) {
        plan(egress, List.of("foobar", "a.example:443", "google.com:443/foobar", "[ff00::1]:80/tcp"));

        assertThat(findings.blocked().problems()).extracting(Problem::where).containsOnly("s");
        assertThat(findings.blocked().problems())
                .extracting(Problem::message)
                .satisfiesExactly(
                        message -> assertThat(message)
                                .startsWith("allowHosts: 'foobar': missing port")
                                .endsWith("correct the catalog"),
                        message -> assertThat(message).contains("'google.com:443/foobar': invalid protocol 'foobar'"),
                        message -> assertThat(message).contains("'[ff00::1]:80/tcp': invalid hostname"));
    }

    @Test
    void tooManyHostsAreAProblem() {
        plan(
                Egress.BLOCK,
                IntStream.range(0, 257).mapToObj(i -> "h" + i + ".example:1").toList());

        assertThat(findings.blocked().problems())
                .extracting(Problem::message)
                .containsExactly("allowHosts: 257 hosts are more than 256");
    }

    @Test
    void aPortThatTwoHostsWantIsToldOf() {
        plan(Egress.BLOCK, List.of("a.example:443/tcp", "b.example:443"));

        assertThat(findings.isBlocked()).isFalse();
        assertThat(findings.notes())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("port 443");
    }
}
