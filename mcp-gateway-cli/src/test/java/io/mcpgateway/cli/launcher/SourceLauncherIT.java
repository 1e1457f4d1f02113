package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.launcher.Launched.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the root of the sources: builds what is missing or old, once, and keeps standard output clean. */
class SourceLauncherIT {
    @TempDir
    Path root;

    @TempDir
    Path elsewhere;

    private Path script;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setUp() throws Exception {
        // Only Maven is replaced: what it would build is what this build has built.
        Path built = Path.of("target/dist").toAbsolutePath();
        script = root.resolve("mcp-gateway");
        LauncherIT.copy(Path.of("../mcp-gateway"), script);
        Files.createDirectories(root.resolve("mcp-gateway-cli/src/main"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("mcp-gateway-cli/pom.xml"), "");
        maven("echo noise; echo built >>calls; mkdir -p mcp-gateway-cli/target; cp -R '" + built
                + "' mcp-gateway-cli/target/dist");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MCP_GATEWAY_HOME", elsewhere.resolve("mcp").toString());
        environment.put("MCP_GATEWAY_ARCHIVE", "off");
    }

    private void maven(String commands) throws IOException {
        LauncherIT.executable(root.resolve("mvnw"), "#!/bin/sh\nset -e\n" + commands + "\n");
    }

    private int builds() throws IOException {
        return Files.readAllLines(root.resolve("calls")).size();
    }

    @Test
    void firstUseBuildsAndTheSecondDoesNot() throws Exception {
        Result first = Launched.session(script, environment);
        first.isProtocolOnly();
        assertThat(first.err()).contains("building", "noise", "built");

        Result second = Launched.session(script, environment);
        second.isProtocolOnly();
        assertThat(second.err()).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void newerSourcesAreBuiltUnlessForbidden() throws Exception {
        Launched.run(script, environment, "version");
        Path source = Files.writeString(root.resolve("mcp-gateway-cli/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        environment.put("MCP_GATEWAY_BUILD", "off");
        assertThat(Launched.run(script, environment, "version").status()).isZero();
        assertThat(builds()).isEqualTo(1);

        environment.remove("MCP_GATEWAY_BUILD");
        maven("echo built >>calls"); // what it built before is still there
        assertThat(Launched.run(script, environment, "version").status()).isZero();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        Launched first = Launched.start(script, environment, "gateway", "run");
        Launched second = Launched.start(script, environment, "gateway", "run");

        List<String> firstLines = first.converse();
        List<String> secondLines = second.converse();
        first.end(firstLines).isProtocolOnly();
        second.end(secondLines).isProtocolOnly();
        assertThat(builds()).isEqualTo(1);
        assertThat(root.resolve(".build.lock")).doesNotExist();
    }

    /** Between the attempt to take the lock and the look at it, its owner may have removed it. */
    @Test
    void aLockThatIsGoneAMomentLaterIsTakenThen() throws Exception {
        Path tools = Files.createDirectories(elsewhere.resolve("tools"));
        LauncherIT.executable(
                tools.resolve("mkdir"),
                "#!/bin/sh\n[ -e '" + elsewhere + "/asked' ] || { : >'" + elsewhere
                        + "/asked'; exit 1; }\nexec /bin/mkdir \"$@\"\n");
        environment.put("PATH", tools + ":" + System.getenv("PATH"));

        Result result = Launched.run(script, environment, "version");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(elsewhere.resolve("asked")).exists();
    }

    @Test
    void aDirectoryThatTakesNoLockIsAnError() throws Exception {
        Path tools = Files.createDirectories(elsewhere.resolve("tools"));
        LauncherIT.executable(tools.resolve("mkdir"), "#!/bin/sh\nexit 1\n");
        environment.put("PATH", tools + ":" + System.getenv("PATH"));

        Result result = Launched.run(script, environment, "version");

        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("cannot write to " + root);
    }

    @Test
    void failedBuildIsAnErrorAndLeavesNoLock() throws Exception {
        maven("echo 'compile error' >&2; exit 1");

        Result result = Launched.run(script, environment, "version");

        assertThat(result.status()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("compile error", "the build failed");
        assertThat(root.resolve(".build.lock")).doesNotExist();
    }
}
