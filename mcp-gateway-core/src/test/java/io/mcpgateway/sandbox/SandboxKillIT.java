package io.mcpgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.testkit.TestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed leaves no sandbox behind: neither processes nor, after a sweep, control groups. */
class SandboxKillIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private static List<String> processesWith(String text) {
        return ProcessHandle.allProcesses()
                .map(process -> {
                    try {
                        return process.pid() + " " + Files.readString(Path.of("/proc", process.pid() + "", "cmdline"));
                    } catch (IOException gone) {
                        return "";
                    }
                })
                .filter(line -> line.contains(text))
                .toList();
    }

    private static List<Path> groupsOf(long pid) throws IOException {
        try (Stream<Path> all = Files.find(Path.of("/sys/fs/cgroup"), 12, (path, facts) -> {
            String name = String.valueOf(path.getFileName());
            return name.startsWith("mcp-gateway-") && name.contains("-" + pid + "-");
        })) {
            return all.toList();
        }
    }

    @Test
    void nothingIsLeftOfAKilledGateway() throws Exception {
        SandboxReport report = Needs.sandboxes(home);
        String nap = Integer.toString(100_000_000 + new Random().nextInt(800_000_000));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSandboxes.class.getName(),
                        home.toString(),
                        nap)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8)).readLine())
                .isEqualTo("up");
        assertThat(processesWith("sleep\0" + nap)).hasSizeGreaterThanOrEqualTo(5);
        if (report.limits().contains("control groups")) {
            assertThat(groupsOf(jvm.pid())).isNotEmpty();
        }

        jvm.destroyForcibly();

        await().atMost(LONG).untilAsserted(() -> assertThat(processesWith(nap)).isEmpty());
        try (TestContext context = TestContext.create(home)
                        .withProbe((pid, start) -> ProcessHandle.of(pid).isPresent());
                var runtime = new SandboxRuntimeProvider().create(context)) {
            await().atMost(LONG).untilAsserted(() -> {
                runtime.sweep();
                assertThat(groupsOf(jvm.pid())).isEmpty();
            });
        }
    }
}
