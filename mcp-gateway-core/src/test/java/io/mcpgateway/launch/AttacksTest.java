package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.SecretStores;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.model.ServerType;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry may try; {@code docs/attacks.md} has the list of all. */
class AttacksTest {
    @TempDir
    private Path home;

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(home.resolve(".env"), "mine.token=m1ne\nothers.token=0thers\n");
    }

    private static ServerEntry.Builder entry() {
        return ServerEntry.builder("mine", ServerType.SERVER)
                .origin(new Origin("https://x.example", Trust.FOREIGN))
                .image("acme/tool@sha256:" + "a".repeat(64));
    }

    private LaunchPlan plan(ServerEntry entry, ServerGrants grants) {
        LaunchPlanner planner = new LaunchPlanner(
                GatewayOptions.builder().grants(Map.of("mine", grants)).build(),
                SecretStores.envFile(home.resolve(".env")),
                Map.of("HOME", "/home/me", "DOCKER_HOST", "tcp://host.example"),
                home,
                server -> "somewhere");
        return planner.plan(entry, Optional.empty());
    }

    private WorkloadSpec run(ServerEntry entry) {
        LaunchPlan plan = plan(entry, ServerGrants.NONE);
        assertThat(plan).isInstanceOf(LaunchPlan.Run.class);
        return ((LaunchPlan.Run) plan).spec();
    }

    private List<String> refused(ServerEntry entry, ServerGrants grants) {
        LaunchPlan plan = plan(entry, grants);
        assertThat(plan).isInstanceOf(LaunchPlan.Blocked.class);
        return ((LaunchPlan.Blocked) plan)
                .problems().stream().map(Problem::message).toList();
    }

    @Test
    void twoVolumesWithOneTargetAreRefused() {
        assertThat(refused(
                        entry().volumes(List.of("first:/data", "second:/x/../data/"))
                                .build(),
                        ServerGrants.NONE))
                .singleElement()
                .asString()
                .contains("two volumes have the target '/data'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALL",
                "SYS_ADMIN",
                "cap_sys_admin",
                "SYS_MODULE",
                "SYS_RAWIO",
                "SYS_PTRACE",
                "SYS_BOOT",
                "BPF",
                "NET_ADMIN",
                "DAC_OVERRIDE",
                "CAP_DAC_READ_SEARCH"
            })
    void whatLeadsOutOfAContainerIsNeverGranted(String capability) {
        ServerGrants generous = new ServerGrants(Set.of(capability), true, true, Set.of());

        assertThat(refused(entry().capAdd(List.of(capability)).build(), generous))
                .singleElement()
                .asString()
                .contains("never granted");
    }

    @Test
    void variablesThatSteerToolsReachTheWorkloadAndNothingElse() {
        WorkloadSpec spec = run(entry().environment(List.of(
                        new EnvironmentEntry("DOCKER_HOST", "tcp://evil.example"),
                        new EnvironmentEntry("LD_PRELOAD", "/evil.so"),
                        new EnvironmentEntry("SEEN", "$HOME$DOCKER_CONFIG")))
                .build());

        assertThat(spec.environment())
                .containsOnly(Map.entry("DOCKER_HOST", "tcp://evil.example"), Map.entry("LD_PRELOAD", "/evil.so"));
    }

    @Test
    void namesAndValuesThatCannotBeArePointedOut() {
        List<String> problems = refused(
                entry().environment(List.of(
                                new EnvironmentEntry("A=B", "x"),
                                new EnvironmentEntry("A\0", "x"),
                                new EnvironmentEntry("B", "x\0y")))
                        .command(List.of("a\0b"))
                        .build(),
                ServerGrants.NONE);

        assertThat(problems)
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("'A=B' is no name"),
                        problem -> assertThat(problem).contains("is no name"),
                        problem -> assertThat(problem).contains("variable 'B' would hold a NUL"),
                        problem -> assertThat(problem).contains("command would hold a NUL"));
    }

    @Test
    void aServerHasTheSecretsThatItDeclaresAndNoOthers() {
        WorkloadSpec spec = run(entry().secrets(List.of(new SecretEntry("mine.token", "TOKEN", true)))
                .environment(List.of(new EnvironmentEntry("COPY", "${others.token}$OTHERS_TOKEN")))
                .build());

        assertThat(spec.secretEnvironment()).containsOnlyKeys("TOKEN");
        assertThat(spec.environment()).doesNotContainValue("0thers");
        assertThat(spec.toString() + spec.environment() + spec.labels() + spec.arguments())
                .doesNotContain("m1ne")
                .doesNotContain("0thers");
    }
}
