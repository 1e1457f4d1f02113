package io.mcpgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Limits;
import io.mcpgateway.model.WorkloadSpec.Network;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.sandbox.SandboxedShell.Result;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.testkit.TestContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile server tries, in a real sandbox. Each test would notice if the attempt succeeded. */
class SandboxEscapeTest {
    @TempDir
    private Path home;

    @TempDir
    private Path host;

    private SandboxReport report;

    @BeforeEach
    void sandboxesCanBeMade() {
        report = Needs.sandboxes(home);
    }

    private Result run(String script) throws Exception {
        return run(script, UnaryOperator.identity());
    }

    private Result run(String script, UnaryOperator<WorkloadSpec.Builder> more) throws Exception {
        return SandboxedShell.run(home, script, more);
    }

    @Test
    void nothingOfTheHostsFilesIsThere() throws Exception {
        Path secret = Files.writeString(host.resolve("id_rsa"), "private key");
        String realHome = System.getProperty("user.home");

        Result result = run("cat " + secret + "; cat /etc/shadow; ls " + realHome + "/.ssh; ls -A /home /root /run /var"
                + " /work /sys; ls -A $HOME; echo end");

        assertThat(result.out()).doesNotContain("private key", "root:").endsWith("end\n");
        assertThat(result.out().lines())
                .as("of /home there is the empty one, of /var the link to /tmp")
                .containsOnly("/home:", "server", "", "/var:", "tmp", "end");
    }

    @Test
    void onlyItsOwnProcessesAreThere() throws Exception {
        Result result = run("ls -d /proc/[0-9]* | wc -l; cat /proc/[0-9]*/comm; ls -l /proc/1/root /proc/1/cwd");

        assertThat(result.out()).doesNotContain("java");
        assertThat(Integer.parseInt(result.out().lines().findFirst().orElse("").strip()))
                .as(result.out())
                .isLessThan(8);
        // The first process there belongs to bwrap, and what it sees is nothing more.
        assertThat(result.out()).doesNotContain(" -> /root", home.toString());
    }

    @Test
    void theGatewaysEnvironmentIsNotThere() throws Exception {
        Result result = run(
                "env; for p in /proc/[0-9]*; do tr '\\0' '\\n' <$p/environ; done",
                spec -> spec.environment(Map.of("PLAIN", "it's \"plain\" $HOME `id`"))
                        .secretEnvironment(Map.of("TOKEN", Secret.of("hush"))));

        assertThat(result.out()).contains("PLAIN=it's \"plain\" $HOME `id`\n", "TOKEN=hush\n");
        System.getenv().forEach((name, value) -> {
            if (!name.matches("PATH|HOME|PWD|SHLVL|_|OLDPWD|LANG|TERM")) {
                assertThat(result.out().lines()).noneMatch(line -> line.startsWith(name + "="));
            }
        });
    }

    @Test
    void variablesThatLoadFilesDoNotReachWhatRunsOutside() throws Exception {
        // A preloaded library that is not there is complained about by every program that starts with the variable.
        Result result =
                run("echo ran", spec -> spec.environment(Map.of("LD_PRELOAD", "/evil.so", "BASH_ENV", "/evil")));

        assertThat(result.out()).isEqualTo("ran\n");
        assertThat(result.err().lines().filter(line -> line.contains("evil.so")))
                .as("complaints of the shell inside alone")
                .hasSizeLessThanOrEqualTo(2)
                .noneMatch(line -> line.contains("bwrap"));
    }

    @Test
    void nothingOutsideOfDeclaredPathsCanBeWritten() throws Exception {
        Path readOnly = Files.createDirectory(host.resolve("read-only"));
        Path writable = Files.createDirectory(host.resolve("writable"));
        Files.setPosixFilePermissions(writable, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(readOnly.resolve("known"), "as it was");

        Result result = run(
                "echo x >/ro/known; echo x >/ro/new; echo x >/usr/evil; echo x >/evil; echo x >/etc/passwd; echo x"
                        + " >/home/evil; mkdir /evil; rm /ro/known; mv /ro/known /tmp; echo fine >/rw/new; echo t"
                        + " >/tmp/t && echo h >$HOME/h && cat /tmp/t $HOME/h",
                spec -> spec.mounts(List.of(new Bind(readOnly, "/ro", true), new Bind(writable, "/rw", false))));

        assertThat(result.out()).isEqualTo("t\nh\n");
        assertThat(readOnly.resolve("known")).content().isEqualTo("as it was");
        assertThat(readOnly.resolve("new")).doesNotExist();
        assertThat(writable.resolve("new")).content().isEqualTo("fine\n");
        assertThat(Path.of("/usr/evil")).doesNotExist();
        assertThat(Path.of("/evil")).doesNotExist();
    }

    @Test
    void linksInDeclaredPathsLeadNowhere() throws Exception {
        Path shown = Files.createDirectory(host.resolve("shown"));
        Files.writeString(host.resolve("hidden"), "hidden content");
        Files.createSymbolicLink(shown.resolve("link"), host.resolve("hidden"));
        Files.createSymbolicLink(shown.resolve("up"), Path.of("../hidden"));
        Files.createSymbolicLink(shown.resolve("shadow"), Path.of("/etc/shadow"));

        Result result = run(
                "cat /shown/link /shown/up /shown/shadow /shown/../hidden; echo end",
                spec -> spec.mounts(List.of(new Bind(shown, "/shown", true))));

        assertThat(result.out()).isEqualTo("end\n");
    }

    @Test
    void aDeclaredPathThatHasBecomeALinkIsRefused() throws Exception {
        Path hidden = Files.createDirectory(host.resolve("hidden"));
        Path shown = Files.createSymbolicLink(host.resolve("shown"), hidden);

        assertThatThrownBy(() -> run("ls /shown", spec -> spec.mounts(List.of(new Bind(shown, "/shown", true)))))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("leads elsewhere");
        Files.createDirectory(hidden.resolve("in"));
        assertThatThrownBy(() ->
                        run("ls /shown", spec -> spec.mounts(List.of(new Bind(shown.resolve("in"), "/shown", true)))))
                .hasMessageContaining("leads elsewhere");
    }

    @Test
    void thereAreNoDevicesButTheHarmlessOnes() throws Exception {
        Result result =
                run("ls /dev; cat /dev/kmsg /dev/mem /dev/vda /dev/sda; mknod /tmp/disk b 254 0; cat /tmp/disk");

        assertThat(result.out().lines())
                .containsOnly(
                        "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout",
                        "tty", "urandom", "zero");
    }

    @Test
    void theKernelCannotBeAskedForMore() throws Exception {
        Result result =
                run("echo x >/proc/sys/kernel/hostname && echo BROKE; echo b >/proc/sysrq-trigger && echo BROKE;"
                        + " mount -t tmpfs none /tmp && echo BROKE; umount /proc && echo BROKE; unshare -U -r true && echo BROKE;"
                        + " unshare -m true && echo BROKE; chroot / true && echo BROKE; su -c true && echo BROKE;"
                        + " nsenter -t 1 -m true && echo BROKE; hostname evil && echo BROKE; date -s 2000-01-01 && echo BROKE;"
                        + " grep -E '^(Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs|Seccomp):' /proc/self/status; id -u");

        assertThat(result.out())
                .doesNotContain("BROKE")
                .contains("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "CapAmb:\t0000000000000000")
                .contains("CapBnd:\t0000000000000000")
                .contains("NoNewPrivs:\t1")
                .contains("Seccomp:\t2");
        assertThat(result.out().lines().reduce((first, last) -> last).orElse(""))
                .isNotEqualTo("0");
    }

    @Test
    void setuidProgramsGiveNothing() throws Exception {
        Path directory = Files.createDirectory(host.resolve("programs"));
        Path program = Files.copy(Path.of("/usr/bin/id"), directory.resolve("id"));
        Files.setPosixFilePermissions(program, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        new ProcessBuilder("chmod", "u+s", program.toString()).start().waitFor();

        Result result = run("/programs/id -u", spec -> spec.mounts(List.of(new Bind(directory, "/programs", true))));

        assertThat(result.out()).isNotBlank().isNotEqualTo("0\n");
    }

    /** The same as root, if these tests are, and as a user who is not. */
    @Test
    void aGatewayOfANormalUserMakesSandboxesThatHoldAsWell() throws Exception {
        Needs.root();
        Path secret = Files.writeString(host.resolve("secret"), "private key");
        SandboxFiles files = new SandboxFiles(home);
        WorkloadSpec spec = WorkloadSpec.sandbox(
                        "probe",
                        List.of(
                                "/bin/sh",
                                "-c",
                                "id -u; cat " + secret
                                        + " /etc/shadow; cat /proc/[0-9]*/comm; echo x >/evil && echo BROKE;"
                                        + " echo x >/usr/evil && echo BROKE; unshare -U -r true && echo BROKE; mount -t tmpfs n"
                                        + " /tmp && echo BROKE; grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):'"
                                        + " /proc/self/status; tail -n +3 /proc/net/dev; for p in /proc/[0-9]*; do tr '\\0'"
                                        + " '\\n' <$p/environ; done; echo x >$HOME/f && cat $HOME/f; grep processes /proc/self/limits"))
                .network(new Network.None())
                .build();
        Bubblewrap program = Bubblewrap.find("/usr/bin").orElseThrow();
        List<String> words = new java.util.ArrayList<>(List.of(
                "setpriv",
                "--reuid=12345",
                "--regid=12345",
                "--clear-groups",
                "--",
                "/bin/sh",
                "-c",
                "exec 9<\"$0\"; exec \"$@\"",
                files.filter().orElseThrow().toString()));
        words.addAll(new SandboxCommand(spec, program, files, false).words(true, Optional.of(9)));
        // What a gateway of that user would own.
        new ProcessBuilder("chmod", "-R", "a+rX", home.toString()).start().waitFor();
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Variables.of(spec).outside());
        builder.environment().put("OUTSIDE", "of the gateway");

        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(said.lines().findFirst()).as(said).contains("1000");
        assertThat(said)
                .doesNotContain("private key", "BROKE", "java", "eth0:")
                .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2")
                .contains("lo:")
                .containsPattern("\nx\nMax processes +512 +512 ");
    }

    @Test
    void otherProcessesCannotBeTraced() throws Exception {
        // Of a child, which nobody but the filter keeps from it, and of what lies outside.
        Result result = run("python3 -c 'import ctypes, os; l = ctypes.CDLL(None, use_errno=True); p = os.fork();"
                + " p or os.execvp(\"sleep\", [\"sleep\", \"5\"]);"
                + " print(l.ptrace(16, p, 0, 0), ctypes.get_errno()); os.kill(p, 9)'");

        assertThat(result.out()).isEqualTo("-1 1\n");
    }

    @Test
    void withoutNetworkNotEvenTheHostIsReached() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String connect = "python3 -c 'import socket; socket.create_connection((\"127.0.0.1\","
                    + listener.getLocalPort() + "), 5); print(\"connected\")'";

            assertThat(run(connect).out()).as("open").isEqualTo("connected\n");
            assertThat(run(
                                    connect + "; ls /sys/class/net; tail -n +3 /proc/net/dev",
                                    spec -> spec.network(new Network.None()))
                            .out())
                    .as("none")
                    .doesNotContain("connected")
                    .contains("lo:")
                    .doesNotContain("eth");
        }
    }

    /** The gap that is told of is one, and a rule closes it. */
    @Test
    void abstractSocketsOfTheHostAreReachedWithoutARuleOnly() throws Exception {
        String name = "mcp-gateway-test-" + UUID.randomUUID();
        String connect = "python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect(\"\\0" + name
                + "\"); print(\"reached\")'";
        Process listener = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind('\\0" + name
                                + "'); s.listen(8); print('listening', flush=True); sys.stdin.read()")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (TestContext context = TestContext.create(home);
                ContainerRuntime runtime = new SandboxRuntimeProvider().create(context)) {
            assertThat(listener.inputReader().readLine()).isEqualTo("listening");

            for (Network rule : List.of(new Network.None(), new Network.AllowList(List.of("registry.npmjs.org:443")))) {
                assertThat(SandboxedShell.run(runtime, connect, spec -> spec.network(rule))
                                .out())
                        .as(rule.toString())
                        .isEmpty();
            }
            assertThat(context.reported()).noneMatch(event -> event.contains("abstract Unix sockets"));

            for (int i = 0; i < 2; i++) {
                assertThat(SandboxedShell.run(runtime, connect, spec -> spec.network(new Network.Open(List.of())))
                                .out())
                        .isEqualTo("reached\n");
            }
            assertThat(context.reported())
                    .filteredOn(event -> event.contains("abstract Unix sockets"))
                    .hasSize(1);
            assertThat(report.gaps()).anyMatch(gap -> gap.contains("abstract Unix sockets"));
        } finally {
            listener.destroy();
        }
    }

    /** The host on the list is not asked for: that it is reached is for a test with the network. */
    @Test
    void hostsThatAreNotOnTheListAreReachedByNoWay() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String script = """
                    python3 - <<'END'
                    import os, socket
                    from urllib.parse import urlparse
                    proxy = urlparse(os.environ["https_proxy"])
                    s = socket.create_connection((proxy.hostname, proxy.port), 5)
                    s.sendall(b"CONNECT 127.0.0.1:%d HTTP/1.1\\r\\nHost: 127.0.0.1:%d\\r\\n\\r\\n")
                    print("proxy", s.recv(100).split()[1].decode())
                    try:
                        socket.create_connection(("127.0.0.1", %d), 5)
                        print("BROKE")
                    except OSError as e:
                        print("direct", type(e).__name__)
                    try:
                        socket.getaddrinfo("example.com", 80)
                        print("BROKE")
                    except OSError:
                        print("no names")
                    END
                    """.formatted(listener.getLocalPort(), listener.getLocalPort(), listener.getLocalPort());

            Result result = run(script, spec -> spec.network(new Network.AllowList(List.of("registry.npmjs.org:443"))));

            assertThat(result.out()).as(result.err()).isEqualTo("proxy 403\ndirect ConnectionRefusedError\nno names\n");
        }
    }

    @Test
    void theEnginesSocketIsNotThere() throws Exception {
        Result result = run("ls /var/run /run /var/run/docker.sock /run/docker.sock /run/containerd; echo end");

        assertThat(result.out()).isEqualTo("end\n");
    }

    @Test
    void whatCannotBeEnforcedIsRefused() {
        assertThatThrownBy(() -> run("true", spec -> spec.network(new Network.AllowList(List.of("not a host")))))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("allow-list");
        assertThatThrownBy(() -> run("true", spec -> spec.capabilities(List.of("NET_RAW"))))
                .hasMessageContaining("capabilities");
        assertThatThrownBy(() -> run("true", spec -> spec.extraHosts(List.of("a:1.2.3.4"))))
                .hasMessageContaining("extra hosts");
        assertThatThrownBy(() -> run("true", spec -> spec.user("0"))).hasMessageContaining("user");
        assertThatThrownBy(() -> run("true", spec -> spec.environment(Map.of("MCP_GATEWAY_OWNER", "x"))))
                .hasMessageContaining("MCP_GATEWAY_OWNER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/proc", "/proc/sys", "/dev/shm", "/usr/bin", "/etc/ssl", "/tmp/../proc", "relative"})
    void mountsOverTheSystemAreRefused(String target) {
        assertThatThrownBy(() -> run("true", spec -> spec.mounts(List.of(new Bind(host, target, true)))))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("mounted");
    }

    @Test
    void volumesLastAndAnonymousOnesDoNot() throws Exception {
        UnaryOperator<WorkloadSpec.Builder> volumes =
                spec -> spec.mounts(List.of(new Volume("data", "/data", false), new Volume("", "/scratch", false)));

        run("echo kept >/data/file; echo gone >/scratch/file", volumes);

        assertThat(run("cat /data/file /scratch/file", volumes).out()).isEqualTo("kept\n");
    }

    @Test
    void tooManyProcessesAreRefused() throws Exception {
        Limits limits = new Limits(Optional.empty(), OptionalLong.empty(), 20);

        Result result = run(
                "for i in $(seq 60); do sleep 20 & done 2>/tmp/e; ls -d /proc/[0-9]* | wc -l",
                spec -> spec.limits(limits));

        int lived = result.out().isBlank() ? 0 : Integer.parseInt(result.out().strip());
        assertThat(lived).as(result.err()).isLessThan(25);
    }

    @Test
    void tooMuchMemoryEndsItAndSaysSo() throws Exception {
        if (report.gaps().stream().anyMatch(gap -> gap.contains("memory"))) {
            assertThat(report.limits()).doesNotContain("control groups");
            return;
        }
        Limits limits = new Limits(Optional.of(1.0), OptionalLong.of(64L << 20), 100);

        Result result = run("python3 -c 'x = b\"x\" * (300 << 20); print(len(x))'", spec -> spec.limits(limits));

        assertThat(result.out()).isEmpty();
        assertThat(result.exit().outOfMemory()).as(result.exit().toString()).isTrue();
    }
}
