package io.mcpgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Volume;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcomes that the reference fixes, and what goes beyond them. {@code <tmp>} stands for a temporary directory. */
class BindRulesTest {
    private static final String ALLOWED = "MCP_GATEWAY_DOCKER_BIND_ALLOWED_PATHS";
    private static final String WRITABLE = "MCP_GATEWAY_DOCKER_BIND_ALLOW_WRITABLE_PATHS";

    @TempDir
    Path temporary;

    @BeforeEach
    void layOut() throws IOException, InterruptedException {
        temporary = temporary.toRealPath();
        for (String directory : List.of("writable/child", ".ssh", "home/trusted/project", "work/foo/bar", "project")) {
            Files.createDirectories(temporary.resolve(directory));
        }
        Files.createSymbolicLink(temporary.resolve("etc-link"), Path.of("/etc"));
        Files.createSymbolicLink(temporary.resolve("nowhere"), temporary.resolve("absent"));
        Files.createSymbolicLink(temporary.resolve("project-link"), temporary.resolve("project"));
        Files.createSymbolicLink(temporary.resolve("pipe-link"), temporary.resolve("pipe"));
        assertThat(new ProcessBuilder("mkfifo", temporary.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(temporary.resolve("agent.sock")));
        }
    }

    // Links that lead out of it make the clean-up of the temporary directory noisy.
    @AfterEach
    void removeLinks() throws IOException {
        Files.delete(temporary.resolve("etc-link"));
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                argumentSet("named", Map.of(), "mcp-cache_1.cache:/cache", "volume mcp-cache_1.cache /cache rw"),
                argumentSet("named, read-only", Map.of(), "cache:/cache:ro", "volume cache /cache ro"),
                argumentSet("anonymous", Map.of(), "/cache", "volume  /cache rw"),
                argumentSet("temporary", Map.of(), "<tmp>:/data:ro", "bind <tmp> /data ro"),
                argumentSet("temporary without mode", Map.of(), "<tmp>:/data", "bind <tmp> /data ro"),
                argumentSet("readonly", Map.of(), "<tmp>:/data:readonly", "bind <tmp> /data ro"),
                argumentSet("mode list", Map.of(), "<tmp>:/data:z,ro", "bind <tmp> /data ro"),
                argumentSet("labels and propagation", Map.of(), "<tmp>:/data:Z,ro,rshared", "bind <tmp> /data ro"),
                argumentSet("blanks", Map.of(), "  <tmp>:/data  ", "bind <tmp> /data ro"),
                argumentSet(
                        "configured root",
                        Map.of(ALLOWED, "/opt/mcp-data"),
                        "/opt/mcp-data/project:/data:ro",
                        "bind /opt/mcp-data/project /data ro"),
                argumentSet(
                        "second of two roots",
                        Map.of(ALLOWED, "/srv/x:/opt/mcp-data"),
                        "/opt/mcp-data:/data:ro",
                        "bind /opt/mcp-data /data ro"),
                argumentSet(
                        "writable without mode",
                        Map.of(WRITABLE, "<tmp>/writable"),
                        "<tmp>/writable:/data",
                        "bind <tmp>/writable /data rw"),
                argumentSet(
                        "writable",
                        Map.of(WRITABLE, "<tmp>/writable"),
                        "<tmp>/writable:/data:rw",
                        "bind <tmp>/writable /data rw"),
                argumentSet(
                        "writable, asked read-only",
                        Map.of(WRITABLE, "<tmp>/writable"),
                        "<tmp>/writable:/data:ro",
                        "bind <tmp>/writable /data ro"),
                argumentSet(
                        "writable outside the roots",
                        Map.of(WRITABLE, "/opt/mcp-data"),
                        "/opt/mcp-data:/data",
                        "bind /opt/mcp-data /data rw"),
                argumentSet(
                        "under the home",
                        Map.of(ALLOWED, "~/trusted"),
                        "~/trusted/project:/data:ro",
                        "bind <tmp>/home/trusted/project /data ro"),
                argumentSet(
                        "the link's target is what counts",
                        Map.of(),
                        "<tmp>/project-link:/data",
                        "bind <tmp>/project /data ro"),
                argumentSet("target is cleaned", Map.of(), "cache:/data/../other//x", "volume cache /other/x rw"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void allows(Map<String, String> environment, String volume, String expected) throws RefusedMountException {
        assertThat(text(rules(environment).check(here(volume)))).isEqualTo(here(expected));
    }

    static Stream<Arguments> refused() {
        Map<String, String> none = Map.of();
        String system = "sensitive system path";
        String outside = "outside allowed roots";
        String readOnly = "must be read-only";
        return Stream.of(
                argumentSet(
                        "child of a writable path",
                        Map.of(WRITABLE, "<tmp>/writable"),
                        "<tmp>/writable/child:/data:rw",
                        readOnly),
                argumentSet("no root", none, "/opt/mcp-data:/data:ro", outside),
                argumentSet("sibling of a root", Map.of(ALLOWED, "/opt/mcp-data"), "/opt/mcp-data2:/data:ro", outside),
                argumentSet("the root of all is no root", Map.of(ALLOWED, "/"), "/opt/mcp-data:/data:ro", outside),
                argumentSet("here is no root", Map.of(ALLOWED, ".:"), "foo/bar:/data", outside),
                argumentSet("relative", none, "foo/bar:/data", outside),
                argumentSet("out of a relative path", none, "subdir/../../../etc:/data", outside),
                argumentSet("temporary, writable", none, "<tmp>:/data:rw", readOnly),
                argumentSet("other mode", none, "<tmp>:/data:z", readOnly),
                argumentSet("private label", none, "<tmp>:/data:Z", readOnly),
                argumentSet("propagation", none, "<tmp>:/data:rshared", readOnly),
                argumentSet("device", none, "/dev/sda:/data:ro", system),
                argumentSet("above the engine's files", Map.of(ALLOWED, "/var/lib"), "/var/lib:/data:ro", system),
                argumentSet("above the socket", Map.of(WRITABLE, "/var"), "/var:/data", system),
                argumentSet("everything", Map.of(ALLOWED, "/"), "/:/data:ro", system),
                argumentSet("pipe", none, "<tmp>/pipe:/data:ro", "a socket, pipe or device"),
                argumentSet("link to a pipe", none, "<tmp>/pipe-link:/data:ro", "a socket, pipe or device"),
                argumentSet("socket of a user", none, "<tmp>/agent.sock:/data:ro", "a socket, pipe or device"),
                argumentSet(
                        "socket of a user, listed",
                        Map.of(WRITABLE, "<tmp>/agent.sock"),
                        "<tmp>/agent.sock:/data",
                        "a socket, pipe or device"),
                argumentSet("git's passwords", none, "<tmp>/.git-credentials:/data:ro", "credential file"),
                argumentSet("target under dev", none, "cache:/dev/shm", "under /dev"),
                argumentSet("both modes", none, "<tmp>:/data:ro,rw", readOnly),
                argumentSet("socket", none, "/var/run/docker.sock:/var/run/docker.sock:ro", system),
                argumentSet(
                        "socket, listed",
                        Map.of(WRITABLE, "/var/run/docker.sock"),
                        "/var/run/docker.sock:/var/run/docker.sock",
                        system),
                argumentSet("etc", none, "/etc/passwd:/data:ro", system),
                argumentSet("case does not help", none, "/ETC/passwd:/data:ro", system),
                argumentSet("root's home", none, "/root/x:/data:ro", system),
                argumentSet("link to etc", none, "<tmp>/etc-link:/data:ro", system),
                argumentSet("below a link to etc", none, "<tmp>/etc-link/not/there:/data:ro", system),
                argumentSet("link to etc, listed", Map.of(WRITABLE, "<tmp>/etc-link"), "<tmp>/etc-link:/data", system),
                argumentSet("dots to etc", none, "<tmp>/../../../../../../etc:/data", system),
                argumentSet("Windows", none, "C:\\Windows\\System32:/data:ro", system),
                argumentSet("link to nowhere", none, "<tmp>/nowhere:/data:ro", "nowhere"),
                argumentSet("credential directory", none, "<tmp>/.ssh:/data:ro", "credential path"),
                argumentSet(
                        "credential directory, listed",
                        Map.of(WRITABLE, "<tmp>/.ssh"),
                        "<tmp>/.ssh:/data",
                        "credential path"),
                argumentSet("below a credential directory", none, "<tmp>/.Kube/config:/data:ro", "credential path"),
                argumentSet("credential file", none, "<tmp>/id_rsa:/data:ro", "credential file"),
                argumentSet("elsewhere, writable", none, "/local/data:/data:rw", readOnly),
                argumentSet("empty", none, "  ", "empty"),
                argumentSet("flag", none, "-v:/data", "starts with '-'"),
                argumentSet("empty source", none, ":/data", "empty source"),
                argumentSet("empty target", none, "<tmp>:", "empty source or target"),
                argumentSet("too many parts", none, "cache:/b:ro:x", "more parts"),
                argumentSet("relative target", none, "cache:data", "absolute"),
                argumentSet("relative anonymous", none, "data", "absolute"),
                argumentSet("target under proc", none, "cache:/proc/sys", "under /proc"),
                argumentSet("target under sys by dots", none, "cache:/x/../sys/fs", "under /sys"),
                argumentSet("target is dev", none, "<tmp>://dev/", "under /dev"),
                argumentSet("anonymous at proc", none, "/proc", "under /proc"),
                argumentSet("target is the root", none, "cache:/x/..", "root of the container"),
                argumentSet("NUL", none, "<tmp>\0x:/data", "not a path"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Map<String, String> environment, String volume, String reason) {
        BindRules rules = rules(environment);
        assertThatThrownBy(() -> rules.check(here(volume)))
                .isInstanceOf(RefusedMountException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusalsNameTheRemedy() {
        assertThatThrownBy(() -> rules(Map.of()).check("/opt/mcp-data:/data"))
                .hasMessageContaining(ALLOWED + "=/opt/mcp-data")
                .hasMessageContaining(WRITABLE + "=/opt/mcp-data");
        assertThatThrownBy(() -> rules(Map.of()).check("/opt/mcp-data:/data:rw"))
                .hasMessageContaining(WRITABLE + "=/opt/mcp-data");
    }

    @Test
    void optionsCountLikeTheEnvironment() throws RefusedMountException {
        BindRules rules =
                new BindRules(Map.of(), List.of(Path.of("/opt/read")), List.of(Path.of("/opt/write")), paths());

        assertThat(text(rules.check("/opt/read/x:/data"))).isEqualTo("bind /opt/read/x /data ro");
        assertThat(text(rules.check("/opt/write:/data"))).isEqualTo("bind /opt/write /data rw");
    }

    private BindRules rules(Map<String, String> environment) {
        Map<String, String> here = new HashMap<>();
        environment.forEach((name, value) -> here.put(name, here(value)));
        return new BindRules(here, List.of(), List.of(), paths());
    }

    private HostPaths paths() {
        // A working directory under no allowed root, as that of most users.
        return new HostPaths(temporary.resolve("home"), Path.of("/opt/work/deep"));
    }

    private String here(String text) {
        return text.replace("<tmp>", temporary.toString());
    }

    private static String text(Mount mount) {
        String mode = mount.readOnly() ? "ro" : "rw";
        return mount instanceof Bind bind
                ? "bind " + bind.source() + " " + bind.target() + " " + mode
                : "volume " + ((Volume) mount).name() + " " + mount.target() + " " + mode;
    }
}
