package io.mcpgateway.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.settings.Limits;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GatewayFlagsTest {
    private static GatewayFlags parse(String... args) {
        return CommandLine.populateCommand(new GatewayFlags(), args);
    }

    @Test
    void listFlagsSplitAtCommasAndRepeat() {
        GatewayFlags flags = parse("--servers", "a,b", "--servers=c", "--servers=", "--servers", " d ");

        assertThat(flags.servers()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void emptyListSelectsNothing() {
        assertThat(parse("--servers=").selectsServers()).isFalse();
        assertThat(parse("--servers=a").selectsServers()).isTrue();
        assertThat(parse("--enable-all-servers").selectsServers()).isTrue();
        assertThat(parse("--registry", "x.yaml").selectsServers()).isTrue();
    }

    @Test
    void switchesTakeAValueOnlyAfterAnEqualsSign() {
        assertThat(parse().options().build().watch()).isTrue();
        assertThat(parse("--watch=false").options().build().watch()).isFalse();
        assertThat(parse("--watch").options().build().watch()).isTrue();
        assertThat(parse("--log-calls=false").logCalls()).isFalse();
        assertThat(parse("--enable-all-servers=false").enableAllServers()).isFalse();
    }

    @Test
    void serversContradictAllServers() {
        GatewayFlags flags = parse("--servers=a", "--enable-all-servers");

        assertThatThrownBy(flags::options)
                .isInstanceOf(ConfigException.class)
                .hasMessage("cannot use --enable-all-servers with --servers flag");
    }

    @Test
    void optionsCarryTheFlags() {
        GatewayOptions options = parse(
                        "--tools=a:*,b",
                        "--long-lived",
                        "--cpus=2",
                        "--memory=1Gb",
                        "--wait-for-servers=3s",
                        "--allow-process=p",
                        "--allow-remote=localhost:1")
                .options()
                .build();

        assertThat(options.toolFilter()).containsExactly("a:*", "b");
        assertThat(options.isolation()).contains(Isolation.SESSION);
        assertThat(options.workloadLimits().cpus()).contains(2.0);
        assertThat(options.workloadLimits().memoryBytes()).hasValue(1L << 30);
        assertThat(options.waitForServers()).hasSeconds(3);
        assertThat(options.allowProcess()).containsExactly("p");
        assertThat(options.allowRemote()).containsExactly("localhost:1");
    }

    @Test
    void serversThatRunAlreadyAreNamedWithTheirAddress() {
        GatewayOptions options = parse(
                        "--static",
                        "--static-server=a=host_1:4444, b = unix:/run/b.sock",
                        "--static-server=c.d=tcp://[::1]:5")
                .options()
                .build();

        assertThat(options.staticServers()).isTrue();
        assertThat(options.staticAddresses())
                .containsOnly(
                        Map.entry("a", InetSocketAddress.createUnresolved("host_1", 4444)),
                        Map.entry("b", UnixDomainSocketAddress.of("/run/b.sock")),
                        Map.entry("c.d", InetSocketAddress.createUnresolved("::1", 5)));
        assertThat(parse().options().build().staticServers()).isFalse();
    }

    @Test
    void isolationIsSaidForAllOrByName() {
        GatewayOptions options = parse("--isolation=session,a=shared", "--isolation", "b = call")
                .options()
                .build();
        assertThat(options.isolation()).contains(Isolation.SESSION);
        assertThat(options.isolations()).isEqualTo(Map.of("a", Isolation.SHARED, "b", Isolation.CALL));
        assertThat(parse().options().build().isolation()).isEmpty();
        assertThat(parse("--long-lived", "--isolation=session,a=call")
                        .options()
                        .build()
                        .isolations())
                .containsOnlyKeys("a");
        assertThatThrownBy(() -> parse("--isolation=a=forever").options())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'a=forever' for --isolation");
        assertThatThrownBy(() -> parse("--isolation=call", "--long-lived").options())
                .isInstanceOf(ConfigException.class)
                .hasMessage("cannot use --long-lived with --isolation call");
    }

    @Test
    void standbysAreLimits() {
        Limits none = parse().options().build().limits();
        assertThat(none)
                .returns(1, Limits::standbyPerServer)
                .returns(8, Limits::standbys)
                .returns(Duration.ofMinutes(5), Limits::standbyIdle)
                .returns(OptionalLong.empty(), Limits::standbyMemory);
        Limits said = parse("--standby=10", "--standby-idle=90s", "--standby-memory=512Mb")
                .options()
                .build()
                .limits();
        assertThat(said)
                .returns(10, Limits::standbyPerServer)
                .returns(10, Limits::standbys)
                .returns(Duration.ofSeconds(90), Limits::standbyIdle)
                .returns(OptionalLong.of(512L << 20), Limits::standbyMemory);
        assertThat(parse("--standby-total=3", "--standby-memory=0")
                        .options()
                        .build()
                        .limits())
                .returns(3, Limits::standbys)
                .returns(OptionalLong.of(0), Limits::standbyMemory);
        GatewayFlags one = parse("--standby=2");
        one.forOneCommand();
        assertThat(one.options().build().limits().standbyPerServer()).isZero();
        assertThatThrownBy(() -> parse("--standby=-1").options())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'-1' for --standby:");
    }

    @Test
    void inAContainerOtherDefaultsHold(@TempDir Path home) {
        GatewayFlags flags = parse();
        flags.defaults(RunDefaults.of(Map.of("DOCKER_MCP_IN_CONTAINER", "1")));
        RegistryPaths paths = flags.registryPaths(home);
        assertThat(paths.registry()).isEmpty();
        assertThat(paths.config()).isEmpty();
        assertThat(paths.tools()).isEmpty();
        assertThat(flags.catalog()).containsExactly("https://desktop.docker.com/mcp/catalog/v3/catalog.yaml");
        assertThat(flags.secrets()).contains("docker-desktop:/run/secrets/mcp_secret:/.env");
        assertThat(flags.options().build().watch()).isFalse();
        GatewayFlags said = parse("--watch", "--catalog=a.yaml", "--secrets=/x", "--registry=/r.yaml");
        said.defaults(RunDefaults.of(Map.of("DOCKER_MCP_IN_CONTAINER", "1")));
        assertThat(said.options().build().watch()).isTrue();
        assertThat(said.catalog()).containsExactly("a.yaml");
        assertThat(said.secrets()).contains("/x");
        assertThat(said.registryPaths(home).registry()).containsExactly(Path.of("/r.yaml"));
    }

    @Test
    void pathsAreResolvedAgainstTheHome(@TempDir Path home) {
        RegistryPaths paths = parse("--additional-config=more.yaml", "--registry=/r.yaml,./here.yaml")
                .registryPaths(home);

        assertThat(paths.registry())
                .containsExactly(Path.of("/r.yaml"), Path.of("here.yaml").toAbsolutePath());
        assertThat(paths.config()).containsExactly(home.resolve("config.yaml"), home.resolve("more.yaml"));
        assertThat(paths.tools()).containsExactly(home.resolve("tools.yaml"));
    }
}
