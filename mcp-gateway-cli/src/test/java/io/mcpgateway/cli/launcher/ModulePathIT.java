package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's jars as modules. The launcher uses a class path, because it starts faster; a jlink image would not. */
class ModulePathIT {
    @TempDir
    Path home;

    @Test
    void theCommandRunsAsAModuleAndFindsItsParts() throws Exception {
        String said = run("tools", "ls");

        assertThat(said).contains("get_current_time");
        assertThat(said)
                .as("parts that only a service names")
                .contains(
                        "io.mcpgateway.core binds io.mcpgateway.docker", "io.mcpgateway.core binds io.mcpgateway.http");
    }

    /** Runs a command, and returns what it and the module system have to say. */
    private String run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--show-module-resolution",
                "--module-path",
                Path.of("target/dist/lib").toAbsolutePath().toString(),
                "--module",
                "io.mcpgateway.cli/io.mcpgateway.cli.Main");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("MCP_GATEWAY_HOME", home.toString());
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
